package io.sparsesplit.edge.batch;

import io.sparsesplit.edge.inference.BatchInference;
import io.sparsesplit.edge.inference.InferenceResult;
import io.sparsesplit.edge.web.Answer;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageException;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/**
 * The images of one request, decided on by the head one after the other as they come, so that no more than one of them lies in
 * memory; answered together when all are there.
 */
final class Batch {

    private static final int MAX_NAME = 255;

    private final BatchInference inference;
    private final int maxImages;
    private final int maxImageBytes;
    private final long maxBytes;
    private final List<Item> items = new ArrayList<>();
    private long bytes;

    Batch(BatchInference inference, BatchProperties limits, int maxImageBytes) {
        this.inference = inference;
        this.maxImages = limits.maxImages();
        this.maxImageBytes = maxImageBytes;
        this.maxBytes = limits.maxBytes().toBytes();
    }

    /** An image that is in the batch, or what is wrong with it. */
    private record Item(@Nullable String name, @Nullable ProblemDetail problem) {}

    /**
     * Takes an image, whatever is wrong with it.
     *
     * @param name its file's; null when it has none
     * @param content read to its end
     * @throws ProblemException when the request has more images, or more bytes, than allowed
     */
    void add(@Nullable String name, InputStream content) throws IOException {
        if (items.size() == maxImages) {
            throw new ProblemException(
                    Problem.TOO_LARGE,
                    "The request has more than the %d images allowed: send fewer at once.".formatted(maxImages));
        }
        String shown = name == null ? null : shown(name);
        byte[] image = content.readNBytes(maxImageBytes + 1);
        count(image.length);
        try {
            if (image.length > maxImageBytes) {
                drain(content);
                throw ImageDecoder.tooManyBytes(maxImageBytes);
            }
            inference.add(image);
            items.add(new Item(shown, null));
        } catch (ImageException e) {
            items.add(new Item(shown, Problem.of(e).detail(e.getMessage())));
        }
    }

    /** A name may be as long as the body: no more comes back than tells images apart. */
    private static String shown(String name) {
        int characters = name.codePointCount(0, name.length());
        return characters <= MAX_NAME ? name : name.substring(0, name.offsetByCodePoints(0, MAX_NAME)) + "...";
    }

    /** Answers all images that could be decoded. */
    List<BatchAnswer.Item> answer() {
        Iterator<InferenceResult> results = inference.results().iterator();
        List<BatchAnswer.Item> all = new ArrayList<>(items.size());
        for (Item item : items) {
            all.add(new BatchAnswer.Item(
                    all.size(),
                    item.name(),
                    item.problem() == null ? Answer.of(results.next()) : null,
                    item.problem()));
        }
        return all;
    }

    /** A small file may unpack to a very large one: what is thrown away counts as well. */
    private void drain(InputStream content) throws IOException {
        byte[] buffer = new byte[1 << 13];
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            count(n);
        }
    }

    private void count(int read) {
        bytes += read;
        if (bytes > maxBytes) {
            throw BoundedBody.tooLarge(maxBytes);
        }
    }
}
