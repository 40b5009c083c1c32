package io.sparsesplit.service.oip;

import io.sparsesplit.model.artifact.Manifest;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What the protocol says of a server and of its models. */
public final class Metadata {

    /** The binary tensor data extension, as the server's metadata names it. */
    public static final String BINARY_TENSOR_DATA = "binary_tensor_data";

    /** The model repository extension, as the server's metadata names it. */
    public static final String MODEL_REPOSITORY = "model_repository";

    private static final String VERSION = "1";
    private static final String PLATFORM = "sparsesplit";

    private Metadata() {}

    /**
     * The server.
     *
     * @param name of it
     * @param version of it
     * @param extensions of the protocol that it knows
     */
    @Schema(name = "ServerMetadata")
    public record Server(String name, String version, List<String> extensions) {

        public static Server of(String name, String... extensions) {
            return new Server(name, VERSION, List.of(extensions));
        }
    }

    /**
     * Whether the server lives.
     *
     * @param live whether it does
     */
    public record Live(boolean live) {}

    /**
     * Whether the server answers. The protocol's text and its implementations do not agree on the member: both are there.
     *
     * @param live whether it lives
     * @param ready whether it answers
     */
    public record Ready(boolean live, boolean ready) {}

    /**
     * Whether a model answers.
     *
     * @param name of it
     * @param ready whether it does
     */
    public record ModelReady(String name, boolean ready) {}

    /**
     * A model.
     *
     * @param name of it
     * @param versions that are loaded
     * @param platform what runs it
     * @param inputs see {@link ImageInput}; of its forms, the one that every image can be sent in
     * @param outputs see {@link Predictions}
     * @param parameters what the protocol has no place for
     */
    @Schema(name = "ModelMetadata")
    public record Model(
            String name,
            List<String> versions,
            String platform,
            List<TensorMetadata> inputs,
            List<TensorMetadata> outputs,
            Parameters parameters) {

        public static Model of(Manifest model, List<String> versions) {
            return new Model(
                    model.name(),
                    versions,
                    PLATFORM,
                    List.of(new TensorMetadata(ImageInput.NAME, DataType.BYTES, List.of(-1L))),
                    Predictions.metadata(model.labels().size()),
                    new Parameters(model.labels()));
        }
    }

    /**
     * Of a model.
     *
     * @param labels of its classes, by index
     */
    public record Parameters(List<String> labels) {}

    /**
     * A tensor without its data.
     *
     * @param name of it
     * @param datatype of its elements
     * @param shape of it; -1 for any size
     */
    public record TensorMetadata(String name, DataType datatype, List<Long> shape) {}
}
