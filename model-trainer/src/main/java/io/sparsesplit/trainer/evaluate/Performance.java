package io.sparsesplit.trainer.evaluate;

/** What one classifier, or several together, made of labelled images: its mistakes and how sure it was. */
public final class Performance {

    private final ConfusionMatrix confusion;
    private final ReliabilityDiagram reliability = new ReliabilityDiagram();

    /**
     * No image is counted yet.
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

    /** Counts of truths and answers. */
    public ConfusionMatrix confusion() {
        return confusion;
    }

    /** Confidence against share of right answers. */
    public ReliabilityDiagram reliability() {
        return reliability;
    }
}
