package io.sparsesplit.edge.offload;

import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.decision.DecisionCheck;
import io.sparsesplit.model.image.ImageFormat;

/** What travels to the cloud for one image. */
public sealed interface Offload {

    /** Where the cloud completes features. */
    String COMPLETE = "/complete";

    /** Whose tail shall answer. */
    EdgeModel model();

    /** As answers name it. */
    String codec();

    /** Length of what travels. */
    int payload();

    /**
     * Length with what is around it in a body.
     *
     * @param last whether nothing follows in the same body
     */
    int frame(boolean last);

    /** Features, to be completed; those of several images may share a body. */
    record OfFeatures(EdgeModel model, Frame frame) implements Offload {

        /** Returns the features, encoded. */
        public static OfFeatures of(EdgeModel model, FeatureCodec codec, Features features) {
            return new OfFeatures(
                    model, new Frame(codec.codec(), model.fingerprint().toBytes(), codec.encode(features)));
        }

        @Override
        public String codec() {
            return frame.codec().toString();
        }

        @Override
        public int payload() {
            return frame.payload().length;
        }

        @Override
        public int frame(boolean last) {
            return frame.length(last);
        }
    }

    /** The image itself, as it came; a body for itself. */
    final class OfImage implements Offload {

        /** Digits of the fingerprint that find the model; that it was the right one, the checksum of the answer shows. */
        private static final int PREFIX = 16;

        private final EdgeModel model;
        private final ImageFormat format;
        private final byte[] file;

        /** The image {@code file}, which is not copied. */
        public OfImage(EdgeModel model, ImageFormat format, byte[] file) {
            this.model = model;
            this.format = format;
            this.file = file;
        }

        @Override
        public EdgeModel model() {
            return model;
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

        /** Path and query at the cloud. */
        String path() {
            return "/classify?model=" + model.fingerprint().toString().substring(0, PREFIX);
        }

        String mediaType() {
            return format.mediaType();
        }

        /** Not a copy. */
        byte[] file() {
            return file;
        }
    }
}
