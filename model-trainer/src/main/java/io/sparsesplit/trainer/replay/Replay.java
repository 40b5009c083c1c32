package io.sparsesplit.trainer.replay;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.image.ImageException;
import io.sparsesplit.trainer.data.Examples;
import io.sparsesplit.trainer.edge.Answer;
import io.sparsesplit.trainer.edge.EdgeClient;
import io.sparsesplit.trainer.edge.EdgeException;
import io.sparsesplit.trainer.edge.Policy;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Sends labelled images to an edge, so many at a time. */
final class Replay {

    /** When so many images in a row got no answer, the rest will not get one either. */
    private static final int HOPELESS = 50;

    private final EdgeClient edge;
    private final Policy policy;
    private final @Nullable Codec codec;
    private final Examples images;
    private final ProgressBar bar;
    private final Tally tally;
    private final AtomicInteger next = new AtomicInteger();

    Replay(EdgeClient edge, Policy policy, @Nullable Codec codec, Examples images, Tally tally, ProgressBar bar) {
        this.edge = edge;
        this.policy = policy;
        this.codec = codec;
        this.images = images;
        this.tally = tally;
        this.bar = bar;
    }

    /** Sends all images. */
    Result run(int concurrency) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(concurrency);
        long start = System.nanoTime();
        try {
            for (Future<?> sender : IntStream.range(0, concurrency)
                    .mapToObj(i -> threads.submit(this::sendOneAfterTheOther))
                    .toList()) {
                sender.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the replay broke", e.getCause());
        } finally {
            threads.shutdownNow();
        }
        return tally.result((System.nanoTime() - start) / 1e9);
    }

    private Void sendOneAfterTheOther() throws InterruptedException {
        int image;
        while ((image = next.getAndIncrement()) < images.size() && tally.errorsInARow() < HOPELESS) {
            send(image);
            bar.step();
            bar.setExtraMessage(tally.line());
        }
        return null;
    }

    private void send(int image) throws InterruptedException {
        try {
            byte[] file = images.file(image);
            long start = System.nanoTime();
            Answer answer = edge.infer(file, policy, codec);
            tally.answered(answer, images.label(image), System.nanoTime() - start);
        } catch (EdgeException e) {
            tally.refused(e.status(), String.valueOf(e.getMessage()));
        } catch (ImageException e) {
            tally.failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            tally.failed(e.toString());
        }
    }
}
