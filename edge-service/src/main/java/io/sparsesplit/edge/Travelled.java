package io.sparsesplit.edge;

import io.sparsesplit.model.codec.Codec;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What went between edge and cloud for one image, in bytes.
 *
 * <p>Images that share a call share what it costs: each is charged its own frame, and all else that travelled, HTTP above all, in
 * equal parts; of bytes that do not divide evenly, one goes to each of the first. What all are charged adds up to what travelled. As
 * long as not even all frames were sent, all bytes are shared equally.
 *
 * @param codec of the features; null when nothing was sent
 * @param payload length of the encoded features
 * @param frame length of these and the frame around them, without any HTTP
 * @param sent on the wire, HTTP included
 * @param received on the wire, HTTP included
 */
record Travelled(@Nullable Codec codec, int payload, int frame, long sent, long received) {

    /** The cloud was not asked. */
    static final Travelled NOTHING = new Travelled(null, 0, 0, 0, 0);

    /**
     * What one image of a call is charged.
     *
     * @param images of the call, in the order of their frames; nothing is charged to one that is not among them
     * @param sent by all of them
     * @param received by all of them
     */
    static Travelled share(List<Offload> images, Offload image, long sent, long received) {
        int index = images.indexOf(image);
        if (index < 0 || sent == 0) {
            return NOTHING;
        }
        int frame = frame(images, index);
        long shared = sent - frames(images);
        return new Travelled(
                image.frame().codec(),
                image.frame().payload().length,
                frame,
                shared < 0 ? part(sent, images.size(), index) : frame + part(shared, images.size(), index),
                part(received, images.size(), index));
    }

    /** What all images of a call are charged together. */
    static Travelled sum(List<Offload> images, long sent, long received) {
        if (sent == 0) {
            return NOTHING;
        }
        int payload = images.stream()
                .mapToInt(image -> image.frame().payload().length)
                .sum();
        return new Travelled(images.get(0).frame().codec(), payload, frames(images), sent, received);
    }

    private static int frames(List<Offload> images) {
        return IntStream.range(0, images.size()).map(i -> frame(images, i)).sum();
    }

    private static int frame(List<Offload> images, int index) {
        return images.get(index).frame().length(index == images.size() - 1);
    }

    private static long part(long bytes, int parts, int index) {
        return bytes / parts + (index < bytes % parts ? 1 : 0);
    }
}
