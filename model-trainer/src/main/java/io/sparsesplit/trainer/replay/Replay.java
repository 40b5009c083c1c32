package io.sparsesplit.trainer.replay;

import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.data.Png;
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

/** Sends labelled images to an edge, so many at a time. */
final class Replay {

    /** When so many images in a row got no answer, the rest will not get one either. */
    private static final int HOPELESS = 50;

    private final EdgeClient edge;
    private final Policy policy;
    private final LabelledImages images;
    private final ProgressBar bar;
    private final Tally tally = new Tally();
    private final AtomicInteger next = new AtomicInteger();

    Replay(EdgeClient edge, Policy policy, LabelledImages images, ProgressBar bar) {
        this.edge = edge;
        this.policy = policy;
        this.images = images;
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
        byte[] png = Png.encode(images.image(image));
        long start = System.nanoTime();
        try {
            Answer answer = edge.infer(png, policy);
            tally.answered(answer, images.label(image), System.nanoTime() - start);
        } catch (EdgeException e) {
            tally.refused(e.status(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            tally.failed(e.toString());
        }
    }
}
