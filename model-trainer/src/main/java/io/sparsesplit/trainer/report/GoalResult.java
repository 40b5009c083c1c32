package io.sparsesplit.trainer.report;

/** What a figure means for its goal. */
enum GoalResult {
    AIM_REACHED("aim reached"),
    FLOOR_REACHED("floor reached"),
    BELOW_THE_FLOOR("below the floor"),
    /** The figure would do, but the accuracy it may cost, chosen on validation images, is exceeded on test images. */
    ACCURACY_MISSED("accuracy missed"),
    NOT_RUN("not run");

    private final String text;

    GoalResult(String text) {
        this.text = text;
    }

    static GoalResult of(boolean floor, boolean aim) {
        return aim ? AIM_REACHED : floor ? FLOOR_REACHED : BELOW_THE_FLOOR;
    }

    /** In the report, for example {@code floor reached}. */
    @Override
    public String toString() {
        return text;
    }
}
