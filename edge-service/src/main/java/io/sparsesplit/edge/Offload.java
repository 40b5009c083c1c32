package io.sparsesplit.edge;

import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.codec.CompletionFrame;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.decision.DecisionCheck;
import io.sparsesplit.model.image.ImageFormat;
import java.util.ArrayList;
import java.util.List;

/** What travels to the cloud in one call: that of one image, or the features of several. */
sealed interface Offload {

    /** Where the cloud completes features. */
    String COMPLETE = "/complete";

    /** What a call may take on the wire besides its payload: headers there and back, the answer, and all that once again. */
    int MOST_AROUND_PAYLOAD = 1024;

    /** What a frame has around its payload. */
    int MOST_AROUND_FRAME = 16;

    /** Whose tail shall answer. */
    EdgeModel model();

    /** How many images it answers. */
    default int images() {
        return 1;
    }

    /** Path and query at the cloud. */
    String path();

    /** Of the body. */
    String mediaType();

    /** As answers name it. */
    String codec();

    /** Makes the body; not cheap. */
    Parcel pack();

    /** More bytes than this call takes on the wire, there and back, even if it has to be sent twice. */
    long mostBytes();

    /** What an answer with an error status means. */
    Reason refusal(int status);

    /** A body, and how much of it is payload. */
    final class Parcel {

        private final List<Part> parts;
        private final byte[] body;

        Parcel(List<Part> parts, byte[] body) {
            this.parts = List.copyOf(parts);
            this.body = body;
        }

        /**
         * What a body carries for one image.
         *
         * @param payload length of that
         * @param frame length with what is around it
         */
        record Part(int payload, int frame) {}

        /** One for each image, in order. */
        List<Part> parts() {
            return parts;
        }

        /** Length of what the body carries. */
        int payload() {
            return parts.stream().mapToInt(Part::payload).sum();
        }

        /** With what is around the payload; not a copy. */
        byte[] body() {
            return body;
        }
    }

    /**
     * Features, to be completed.
     *
     * @param features of at least one image
     */
    record OfFeatures(EdgeModel model, FeatureCodec featureCodec, List<Features> features) implements Offload {

        @Override
        public int images() {
            return features.size();
        }

        @Override
        public String path() {
            return COMPLETE;
        }

        @Override
        public String mediaType() {
            return Frame.MEDIA_TYPE;
        }

        @Override
        public String codec() {
            return featureCodec.codec().toString();
        }

        @Override
        public Parcel pack() {
            byte[] fingerprint = model.fingerprint().toBytes();
            List<Frame> frames = new ArrayList<>(features.size());
            List<Parcel.Part> parts = new ArrayList<>(features.size());
            for (Features image : features) {
                Frame frame = new Frame(featureCodec.codec(), fingerprint, featureCodec.encode(image));
                frames.add(frame);
                parts.add(new Parcel.Part(frame.payload().length, frame.length(frames.size() == features.size())));
            }
            return new Parcel(parts, Frame.toBytes(frames));
        }

        @Override
        public long mostBytes() {
            int mostAnswered = CompletionFrame.length(model.head().classes()) + MOST_AROUND_FRAME;
            return MOST_AROUND_PAYLOAD + 2L * features.size() * (Float.BYTES * featureCodec.features() + mostAnswered);
        }

        @Override
        public Reason refusal(int status) {
            return Reason.CLOUD_ERROR;
        }
    }

    /** The image itself, as it came. */
    final class OfImage implements Offload {

        /** Digits of the fingerprint that find the model; that it was the right one, the checksum of the answer shows. */
        private static final int PREFIX = 16;

        private final EdgeModel model;
        private final ImageFormat format;
        private final byte[] file;

        OfImage(EdgeModel model, ImageFormat format, byte[] file) {
            this.model = model;
            this.format = format;
            this.file = file;
        }

        @Override
        public EdgeModel model() {
            return model;
        }

        @Override
        public String path() {
            return "/classify?model=" + model.fingerprint().toString().substring(0, PREFIX);
        }

        @Override
        public String mediaType() {
            return format.mediaType();
        }

        @Override
        public String codec() {
            return DecisionCheck.IMAGE;
        }

        @Override
        public Parcel pack() {
            return new Parcel(List.of(new Parcel.Part(file.length, file.length)), file);
        }

        @Override
        public long mostBytes() {
            return MOST_AROUND_PAYLOAD + 2L * file.length;
        }

        /** An image that the cloud does not take, or a cloud that takes none, says nothing about the link to it. */
        @Override
        public Reason refusal(int status) {
            return switch (status) {
                case 400, 404, 405, 413, 415, 422 -> Reason.IMAGE_REFUSED;
                default -> Reason.CLOUD_ERROR;
            };
        }
    }
}
