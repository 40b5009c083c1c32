package io.sparsesplit.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.trainer.report.document.Document;
import io.sparsesplit.trainer.report.document.Markdown;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BytesTest {

    private static final String USUAL = "200,80,40|512,10";

    private final List<BytesPoint> points = new ArrayList<>();

    @Test
    void ofTheWaysThatReachTheAimTheOneThatIsRightMostOftenOnValidationImagesIsChosen() {
        addReference();
        add("entropy", 0.0005, 1, -0.1, -0.1, 10);
        add("entropy", 0.002, 1, -0.2, -0.15, 8);
        add("entropy", 0.003, 1, -0.3, -0.4, 5);
        // Shorter yet, and good on test images, which do not count.
        add("entropy", 0.004, 1, -0.5, 0, 4);
        assertThat(report())
                .contains(
                        "| at most 0.2 points below float32 | every image | 12.00 | 9.00 | 8.00 | 8.00 | 1 | aim reached | not run |",
                        "| at most 0.2 points below float32 | every image | 4 | 0.002 | −0.20 | 98.85 | −0.15 |",
                        "| at most 0.6 points below float32 | every image | 8.00 | 5.50 | 5.00 | 5.00 | 1 | aim reached | not run |",
                        "| at most 0.6 points below float32 | every image | 4 | 0.003 | −0.30 | 98.60 | −0.40 |");
    }

    @Test
    void whereNoneReachesTheAimTheFloorWillDo() {
        addReference();
        add("entropy", 0.0005, 1, 0, 0, 14);
        add("entropy", 0.002, 1, -0.1, -0.1, 11);
        add("entropy", 0.003, 1, -0.2, -0.2, 10);
        assertThat(report())
                .contains(
                        "| at most 0.2 points below float32 | every image | 12.00 | 9.00 | 11.00 | 11.00 | 1 | floor reached | not run |");
    }

    @Test
    void aGoalIsMissedWhoseAccuracyIsLostOnTestImages() {
        addReference();
        add("entropy", 0.0005, 1, -0.2, -0.21, 8);
        assertThat(report())
                .contains(
                        "| at most 0.2 points below float32 | every image | 12.00 | 9.00 | 8.00 | 8.00 | 1 | accuracy missed | not run |");
    }

    @Test
    void withoutAnyPriceThatIsAccurateTheGoalIsMissed() {
        addReference();
        add("entropy", 0.0005, 1, -0.7, -0.7, 3);
        assertThat(report())
                .contains(
                        "| at most 0.2 points below float32 | every image | 12.00 | 9.00 | – | – | – | below the floor | not run |",
                        "| at most 0.6 points below float32 | every image | – | – | – | – | – |");
    }

    @Test
    void withoutTrainingAtPricesNoGoalWasRun() {
        addReference();
        assertThat(report())
                .contains(
                        "| at most 0.2 points below float32 | every image | 12.00 | 9.00 | – | – | – | not run | not run |",
                        "| coded bytes per image, over all images | offloads | 2.00 | 1.20 | – | – | – | not run | not run |",
                        "No pictures were sent yet: `sparsesplit competitors` measures what they take.")
                .doesNotContain("PNG", "cross-entropy of");
    }

    @Test
    void theHonestCompetitorIsTheShortestUntrainedCodeThatLosesAsLittle() {
        addReference();
        add("entropy", 0.0005, 1, 0, 0, 8);
        add("packed untrained", 0, 1, -0.1, -0.1, 16);
        add("entropy untrained", 0, 1, -0.15, -0.15, 11);
        add("deflate untrained", 0, 1, -0.5, -0.5, 7);
        assertThat(report())
                .contains(
                        "| at most 0.2 points below float32 | every image | 12.00 | 9.00 | 8.00 | 8.00 | 1 | aim reached | entropy untrained, 4 bits: 11.00 |",
                        "| at most 0.6 points below float32 | every image | 8.00 | 5.50 | 8.00 | 8.00 | 1 | floor reached | deflate untrained, 4 bits: 7.00 |");
    }

    @Test
    void theWorstSeedIsTheOneWithTheLongestMessages() {
        addReference();
        add("entropy", 0.0005, 1, 0, 0, 8.8);
        add("entropy", 0.0005, 2, -0.1, -0.1, 9.2);
        assertThat(report())
                .contains(
                        "| at most 0.2 points below float32 | every image | 12.00 | 9.00 | 9.00 ± 0.28 | 9.20 | 2 | aim reached | not run |",
                        "| at most 0.2 points below float32 | every image | 4 | 0.0005 | −0.05 ± 0.07 | 98.95 ± 0.07 | −0.05 ± 0.07 |",
                        "| entropy | 4,930 | 4 | 0.0005 | 2 | 98.95 ± 0.07 | −0.05 ± 0.07 | 8.50 ± 0.28 | 9.00 ± 0.28 | 16.00 ± 0.28 |");
    }

    @Test
    void picturesAreHeldAgainstWhatTravelsOverAllImages() {
        addReference();
        add("entropy", 0.0005, 1, -0.1, -0.1, 10);
        addPicture("png", 270, 99);
        addPicture("14x14 2-bit", 18, 98.7);
        assertThat(report())
                .contains(
                        "| coded bytes per image, over all images | offloads | 2.00 | 1.20 | 1.00 | 1.00 | 1 | aim reached |",
                        "than a PNG's 270.00 | offloads | 130.00 | 220.00 | 270.00 | 270.00 | 1 | aim reached | 14x14 2-bit: 15.00 |",
                        "| every image | 18.30 | 9.15 | 10.00 | 10.00 | 1 | floor reached | 14x14 2-bit, measured: 18.00 at 98.70 % |",
                        "| png | 784,512,10 | 1 | 99.00 | 0.00 | 270.00 |");
    }

    @Test
    void theOverheadIsHeldAgainstAShareOfTheCrossEntropyAndARest() {
        addReference();
        add("entropy", 0.0005, 1, 0, 0, 10.5);
        assertThat(report())
                .contains(
                        "above the prior's cross-entropy of 10.00, by 5.0 %; floor and aim: 3 % of it and 1 or 0.5 bytes"
                                + " | every image | 1.30 | 0.80 | 0.50 | 0.50 | 1 | aim reached | – |");
    }

    @Test
    void networksOfOtherSizesServeNoGoalButAreShown() {
        addReference();
        add("entropy", 0.0005, 1, 0, 0, 8);
        addBoth("entropy", "150,60,30|512,10", 2488, 0.0005, 1, 0, 0, 5);
        assertThat(report())
                .contains(
                        "| at most 0.2 points below float32 | every image | 12.00 | 9.00 | 8.00 |",
                        "| entropy | 2,488 | 4 | 0.0005 | 1 | 99.00 | 0.00 | 4.50 | 5.00 | 12.00 |",
                        "figures/bytes-edge-accuracy.svg",
                        "figures/bytes-edge-bytes.svg");
    }

    @Test
    void whereTheExitAnswersAllImagesNoMessageHasALength() {
        addReference();
        points.add(SampleResults.point(
                "entropy", USUAL, 4930, 0.0005, 4, 1, "test", "cascade", 100, 98.5, 99, 10_000, 0, 0));
        assertThat(report()).contains("| entropy | 4,930 | 4 | 0.0005 | 1 | 100.00 | 98.50 | −0.50 | – | 0.00 |");
    }

    private void addReference() {
        add("float32", 0, 1, 0, 0, 161);
    }

    private void add(String codec, double beta, long seed, double validation, double test, double bytes) {
        addBoth(codec, USUAL, 4930, beta, seed, validation, test, bytes);
    }

    /** Points of every image sent, and of the tenth that the exit does not answer. */
    private void addBoth(
            String codec,
            String model,
            int edgeParameters,
            double beta,
            long seed,
            double validation,
            double test,
            double bytes) {
        for (String scope : List.of(BytesPoint.ALL, BytesPoint.CASCADE)) {
            double exitRate = scope.equals(BytesPoint.ALL) ? 0 : 90;
            points.add(SampleResults.point(
                    codec,
                    model,
                    edgeParameters,
                    beta,
                    4,
                    seed,
                    "validation",
                    scope,
                    exitRate,
                    99 + validation,
                    99,
                    5_000,
                    bytes - 0.5,
                    bytes));
            points.add(SampleResults.point(
                    codec,
                    model,
                    edgeParameters,
                    beta,
                    4,
                    seed,
                    "test",
                    scope,
                    exitRate,
                    99 + test,
                    99,
                    10_000,
                    bytes - 0.5,
                    bytes));
        }
    }

    private void addPicture(String codec, double bytes, double accuracy) {
        points.add(SampleResults.point(
                codec, "784,512,10", 0, 0, 0, 1, "test", "all", 0, accuracy, 99, 10_000, bytes, bytes));
    }

    private String report() {
        Results results = new Results(List.of(), List.of(), List.of(), List.of(), TransportVariants.of(points));
        // Cells of figures are what is looked for: the first words of a goal are left out.
        return Markdown.of(new Document("Report", Bytes.of(results))).replace("| coded bytes per message, ", "| ");
    }
}
