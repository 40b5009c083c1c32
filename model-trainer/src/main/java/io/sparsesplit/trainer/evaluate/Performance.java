package io.sparsesplit.trainer.evaluate;

/** Counts what one classifier, or several together, makes of labelled images: its mistakes, and how sure it is. */
public final class Performance {

    private final ConfusionMatrix confusion;
    private final ReliabilityDiagram reliability = new ReliabilityDiagram();

    /**
     * Makes counts that are all 0.
     *
     * @param classes number of classes, at least 1
     */
    public Performance(int classes) {
        this.confusion = new ConfusionMatrix(classes);
    }

    /**
     * Counts an image.
     *
     * @param confidence probability of the answer, 0 to 1
     */
    public void add(int truth, int answer, double confidence) {
        confusion.add(truth, answer);
        reliability.add(confidence, truth == answer);
    }

    /** Returns the counts of truths and answers. */
    public ConfusionMatrix confusion() {
        return confusion;
    }

    /** Returns confidence against share of right answers. */
    public ReliabilityDiagram reliability() {
        return reliability;
    }
}
