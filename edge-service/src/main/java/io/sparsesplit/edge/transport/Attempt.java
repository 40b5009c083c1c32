package io.sparsesplit.edge.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One attempt to send a request and to read its answer, whatever the version of HTTP. */
abstract class Attempt {

    private final int maxBytes;
    private final CompletableFuture<Response> response = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile long progress = System.nanoTime();
    private volatile int status;

    /**
     * An attempt to be made.
     *
     * @param maxBytes longest body of an answer that is read
     */
    Attempt(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Returns whether there is a connection, on which the request is sent. */
    abstract boolean isConnected();

    /** Ends what is under way on the connection. */
    abstract void reset();

    /** Returns how long nothing has come of the attempt. */
    long nanosSinceProgress() {
        return System.nanoTime() - progress;
    }

    /** Returns whether anything of an answer came. */
    boolean answered() {
        return status != 0;
    }

    final boolean isDone() {
        return response.isDone();
    }

    final boolean isFailed() {
        return response.isCompletedExceptionally();
    }

    /** Ends the attempt, if it did not end yet; the cloud is told. */
    final void cancel() {
        fail(new IOException("cancelled", new CancellationException()));
        reset();
    }

    /** Waits as long as there is progress. */
    final Response await(Duration connectTimeout, Duration responseTimeout) throws IOException {
        while (true) {
            Duration allowed = isConnected() ? responseTimeout : connectTimeout;
            long left = allowed.toNanos() - nanosSinceProgress();
            try {
                return response.get(Math.max(0, left), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for the cloud");
            } catch (TimeoutException e) {
                if (nanosSinceProgress() >= allowed.toNanos()) {
                    throw new SocketTimeoutException("nothing came for %d ms".formatted(allowed.toMillis()));
                }
            }
        }
    }

    final void progress() {
        progress = System.nanoTime();
    }

    final void status(int code) {
        status = code;
    }

    /**
     * Takes bytes of the answer's body.
     *
     * @return whether there was room for them; else the attempt has failed
     */
    final boolean take(ByteBuffer bytes) {
        if (bytes.remaining() > maxBytes - body.size()) {
            fail(new ProtocolException("the answer has more than %d bytes".formatted(maxBytes)));
            return false;
        }
        byte[] part = new byte[bytes.remaining()];
        bytes.get(part);
        body.writeBytes(part);
        return true;
    }

    final void succeed() {
        response.complete(new Response(status, body.toByteArray()));
    }

    final void fail(Throwable failure) {
        response.completeExceptionally(failure);
    }
}
