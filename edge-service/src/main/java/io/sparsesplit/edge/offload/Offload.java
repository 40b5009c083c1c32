package io.sparsesplit.edge.offload;

import io.sparsesplit.edge.outbox.KnownModel;
import io.sparsesplit.edge.outcome.CallOutcome;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.decision.DecisionCheck;
import io.sparsesplit.model.image.ImageFormat;
import io.sparsesplit.service.problem.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds what travels to the cloud for one image. */
public sealed interface Offload {

    /** Path at the cloud that completes features. */
    String COMPLETE = "/complete";

    /** Returns the fingerprint of the model whose tail shall answer, as 64 hexadecimal digits. */
    String fingerprint();

    /** Returns the 32 bytes of that fingerprint. */
    byte[] fingerprintBytes();

    /** Returns the number of classes of that model. */
    int classes();

    /** Returns the codec as answers name it. */
    String codec();

    /** Returns the length of what travels, in bytes. */
    int payload();

    /**
     * Returns the length of what travels with what is around it in a body, in bytes.
     *
     * @param last whether nothing follows in the same body
     */
    int frame(boolean last);

    /**
     * Returns what it means that the cloud answered with another status than 200.
     *
     * @param status HTTP status
     * @param body body of the answer
     */
    CloudException failure(int status, byte[] body);

    /** Encoded features, to be completed; those of several images may share a body. */
    sealed interface Framed extends Offload {

        /** Returns the frame with the encoded features. */
        Frame frame();

        @Override
        default String codec() {
            return frame().codec().toString();
        }

        @Override
        default int payload() {
            return frame().payload().length;
        }

        @Override
        default int frame(boolean last) {
            return frame().length(last);
        }
    }

    /** Features of an image that a client waits for. */
    record OfFeatures(EdgeModel model, Frame frame) implements Framed {

        /** Returns the features, encoded. */
        public static OfFeatures of(EdgeModel model, FeatureCodec codec, Features features) {
            return new OfFeatures(
                    model, new Frame(codec.codec(), model.fingerprint().toBytes(), codec.encode(features)));
        }

        @Override
        public String fingerprint() {
            return model.fingerprint().toString();
        }

        @Override
        public byte[] fingerprintBytes() {
            return model.fingerprint().toBytes();
        }

        @Override
        public int classes() {
            return model.head().classes();
        }

        @Override
        public CloudException failure(int status, byte[] body) {
            return status == CloudExchange.STATUS_CONFLICT
                    ? ModelNotLoadedException.of(model, body)
                    : CloudException.ofStatus(CallOutcome.CLOUD_ERROR, status);
        }
    }

    /** Features of an image that waits in the outbox; the edge need not have their model loaded any more. */
    record OfQueued(KnownModel model, Frame frame) implements Framed {

        private static final JsonMapper JSON = new JsonMapper();

        @Override
        public String fingerprint() {
            return model.fingerprint();
        }

        @Override
        public byte[] fingerprintBytes() {
            return model.fingerprintBytes();
        }

        @Override
        public int classes() {
            return model.labels().size();
        }

        /** Only what says that our frames cannot be read is taken at its word: whatever else stands in between may answer errors, too. */
        @Override
        public CloudException failure(int status, byte[] body) {
            if (status == CloudExchange.STATUS_CONFLICT) {
                return new CloudException(CallOutcome.UNKNOWN_MODEL, "the cloud has not loaded model " + fingerprint());
            }
            JsonNode problem;
            try {
                problem = JSON.readTree(body);
            } catch (JacksonException e) {
                return CloudException.ofStatus(CallOutcome.CLOUD_ERROR, status);
            }
            String type = problem.path("type").asString("");
            boolean ours = type.equals(Problem.MALFORMED_FRAME.type().toString())
                    || type.equals(Problem.TOO_LARGE.type().toString());
            return ours
                    ? new FeaturesRefusedException(problem.path("detail").asString(""))
                    : CloudException.ofStatus(CallOutcome.CLOUD_ERROR, status);
        }
    }

    /** The image itself, as it came; a body for itself. */
    final class OfImage implements Offload {

        /** Digits of the fingerprint that find the model; that it was the right one, the checksum of the answer shows. */
        private static final int PREFIX = 16;

        private final EdgeModel model;
        private final ImageFormat format;
        private final byte[] file;

        /** An image file, which is not copied. */
        public OfImage(EdgeModel model, ImageFormat format, byte[] file) {
            this.model = model;
            this.format = format;
            this.file = file;
        }

        @Override
        public String fingerprint() {
            return model.fingerprint().toString();
        }

        @Override
        public byte[] fingerprintBytes() {
            return model.fingerprint().toBytes();
        }

        @Override
        public int classes() {
            return model.head().classes();
        }

        @Override
        public String codec() {
            return DecisionCheck.IMAGE;
        }

        @Override
        public int payload() {
            return file.length;
        }

        @Override
        public int frame(boolean last) {
            return file.length;
        }

        /** An image that the cloud does not take, or a cloud that takes none, says nothing about the link to it. */
        @Override
        public CloudException failure(int status, byte[] body) {
            return switch (status) {
                case CloudExchange.STATUS_CONFLICT -> ModelNotLoadedException.of(model, body);
                case 400, 404, 405, 413, 415, 422 -> CloudException.ofStatus(CallOutcome.IMAGE_REFUSED, status);
                default -> CloudException.ofStatus(CallOutcome.CLOUD_ERROR, status);
            };
        }

        /** Returns path and query at the cloud. */
        String path() {
            return "/classify?model=" + fingerprint().substring(0, PREFIX);
        }

        String mediaType() {
            return format.mediaType();
        }

        /** Returns the image file; not a copy. */
        byte[] file() {
            return file;
        }
    }
}
