package io.sparsesplit.edge.offload;

import io.sparsesplit.edge.outcome.TransferBytes;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides the bytes of a call among its images. Each image is charged its own frame, and an equal part of all else that travelled,
 * HTTP above all; of bytes that do not divide evenly, one goes to each of the first images. What all are charged adds up to what
 * travelled. As long as not even all frames were sent, all bytes are divided equally.
 */
final class TransferShares {

    private TransferShares() {}

    /**
     * Returns the bytes that one image of a call is charged.
     *
     * @param images images of the call, in the order of their frames; nothing is charged to one that is not among them
     * @param sent bytes on the wire to the cloud, for all of them
     * @param received bytes on the wire from the cloud, for all of them
     */
    static TransferBytes of(PendingOffload image, List<PendingOffload> images, long sent, long received) {
        int index = images.indexOf(image);
        if (index < 0 || sent == 0) {
            return TransferBytes.NOTHING;
        }
        int frame = frame(images, index);
        long shared = sent - frames(images);
        return new TransferBytes(
                image.offload().codec(),
                image.offload().payload(),
                frame,
                shared < 0 ? part(sent, images.size(), index) : frame + part(shared, images.size(), index),
                part(received, images.size(), index));
    }

    /** Returns the bytes that all images of a call are charged together. */
    static TransferBytes sum(List<PendingOffload> images, long sent, long received) {
        if (sent == 0) {
            return TransferBytes.NOTHING;
        }
        int payload =
                images.stream().mapToInt(image -> image.offload().payload()).sum();
        return new TransferBytes(images.get(0).offload().codec(), payload, frames(images), sent, received);
    }

    private static int frames(List<PendingOffload> images) {
        return IntStream.range(0, images.size()).map(i -> frame(images, i)).sum();
    }

    private static int frame(List<PendingOffload> images, int index) {
        return images.get(index).offload().frame(index == images.size() - 1);
    }

    private static long part(long bytes, int parts, int index) {
        return bytes / parts + (index < bytes % parts ? 1 : 0);
    }
}
