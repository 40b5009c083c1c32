package io.sparsesplit.benchmarks.service;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Images posted to a service, so many at a time, and what came back. */
final class Load {

    private final long[] nanos;
    private final @Nullable String[] answers;
    private double seconds;

    private Load(int images) {
        this.nanos = new long[images];
        this.answers = new String[images];
    }

    /**
     * Posts images, each once.
     *
     * @param files PNG
     * @param before is told of each image about to be posted, by its number
     */
    static Load run(String address, int port, String path, List<byte[]> files, int concurrency, IntConsumer before)
            throws InterruptedException {
        return run(address, port, path, "image/png", files, concurrency, before);
    }

    /** Posts bodies of any type, each once. */
    static Load run(
            String address,
            int port,
            String path,
            String contentType,
            List<byte[]> files,
            int concurrency,
            IntConsumer before)
            throws InterruptedException {
        Load load = new Load(files.size());
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(concurrency);
        long start = System.nanoTime();
        try {
            List<Future<?>> senders = IntStream.range(0, concurrency)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        load.send(address, port, path, contentType, files, next, before);
                        return null;
                    }))
                    .toList();
            for (Future<?> sender : senders) {
                sender.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load broke", e.getCause());
        } finally {
            threads.shutdownNow();
        }
        load.seconds = (System.nanoTime() - start) / 1e9;
        return load;
    }

    private void send(
            String address,
            int port,
            String path,
            String contentType,
            List<byte[]> files,
            AtomicInteger next,
            IntConsumer before)
            throws IOException {
        Upload upload = new Upload(address, port);
        try {
            for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
                before.accept(i);
                long start = System.nanoTime();
                try {
                    answers[i] = upload.post(path, contentType, files.get(i));
                } catch (IOException e) {
                    upload.close();
                    upload = new Upload(address, port);
                }
                nanos[i] = System.nanoTime() - start;
            }
        } finally {
            upload.close();
        }
    }

    int size() {
        return answers.length;
    }

    /** The answer to an image; null when there was none. */
    @Nullable
    String answer(int image) {
        return answers[image];
    }

    /** How many have an answer. */
    int answered() {
        return (int) Arrays.stream(answers).filter(answer -> answer != null).count();
    }

    double perSecond() {
        return size() / seconds;
    }

    /** Milliseconds within which a part of the answers came, 0 to 1. */
    double millis(double part) {
        return millis(nanos, part);
    }

    /** As {@link #millis(double)}, of those answers with a text in them; 0 when there are none. */
    double millis(double part, String text) {
        return millis(
                IntStream.range(0, size())
                        .filter(i -> {
                            String answer = answers[i];
                            return answer != null && answer.contains(text);
                        })
                        .mapToLong(i -> nanos[i])
                        .toArray(),
                part);
    }

    /** How many answers have a text in them. */
    int count(String text) {
        return (int) Arrays.stream(answers)
                .filter(answer -> answer != null && answer.contains(text))
                .count();
    }

    private static double millis(long[] times, double part) {
        if (times.length == 0) {
            return 0;
        }
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(part * (sorted.length - 1)))] / 1e6;
    }
}
