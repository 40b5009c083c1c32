package io.sparsesplit.service.oip;

import io.sparsesplit.model.network.Classification;
import java.util.List;

/** The output tensors for the images of a request, and how metadata describes them. */
public final class Predictions {

    private final int classes;
    private final float[] probabilities;
    private final String[] labels;
    private final long[] classIndices;
    private final float[] confidences;
    private final String[] exits;
    private int next;

    /**
     * Room for so many.
     *
     * @param images 1 or more
     * @param classes of the model
     */
    public Predictions(int images, int classes) {
        this.classes = classes;
        this.probabilities = new float[images * classes];
        this.labels = new String[images];
        this.classIndices = new long[images];
        this.confidences = new float[images];
        this.exits = new String[images];
    }

    /**
     * The next image's.
     *
     * @param label of the class answered
     * @param answer the probabilities of all classes
     * @param exit who answered
     */
    public void add(String label, Classification answer, String exit) {
        System.arraycopy(answer.probabilities(), 0, probabilities, next * classes, classes);
        labels[next] = label;
        classIndices[next] = answer.classIndex();
        confidences[next] = answer.probability();
        exits[next] = exit;
        next++;
    }

    /** All outputs there are. */
    public List<Tensor> toTensors() {
        long images = labels.length;
        return List.of(
                Tensor.fp32("probabilities", List.of(images, (long) classes), probabilities),
                Tensor.texts("label", List.of(labels)),
                Tensor.int64("class", classIndices),
                Tensor.fp32("confidence", List.of(images), confidences),
                Tensor.texts("exit", List.of(exits)));
    }

    /** The outputs as metadata describes them, for any number of images. */
    static List<Metadata.TensorMetadata> metadata(int classes) {
        return new Predictions(1, classes)
                .placeholder().toTensors().stream()
                        .map(tensor -> new Metadata.TensorMetadata(
                                tensor.name(),
                                tensor.type(),
                                tensor.shape().size() == 1 ? List.of(-1L) : List.of(-1L, (long) classes)))
                        .toList();
    }

    private Predictions placeholder() {
        labels[0] = "";
        exits[0] = "";
        return this;
    }
}
