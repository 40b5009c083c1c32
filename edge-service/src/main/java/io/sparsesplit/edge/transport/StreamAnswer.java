package io.sparsesplit.edge.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.RetryableStreamException;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/** What comes of one attempt to send a request in a stream of HTTP/2. */
final class StreamAnswer implements Stream.Listener, Promise<Stream> {

    private final int maxBytes;
    private final CompletableFuture<Response> response = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile @Nullable HTTP2Session session;
    private volatile @Nullable Stream stream;
    private volatile long progress = System.nanoTime();
    private volatile boolean reused;
    private volatile boolean refused;
    private volatile int status;

    /**
     * An attempt to be made.
     *
     * @param maxBytes longest body that is read
     */
    StreamAnswer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    CompletableFuture<Response> response() {
        return response;
    }

    boolean isDone() {
        return response.isDone();
    }

    /** There is a connection, on which the request is sent now. */
    void sentOn(HTTP2Session connection) {
        reused = connection.getStreamsClosed() > 0;
        session = connection;
        progress = System.nanoTime();
    }

    @Nullable
    HTTP2Session session() {
        return session;
    }

    boolean isConnected() {
        return session != null;
    }

    long nanosSinceProgress() {
        return System.nanoTime() - progress;
    }

    /** Whether anything of an answer came. */
    boolean answered() {
        return status != 0;
    }

    /** Whether the cloud had ended the connection before, or says itself that it did nothing. */
    boolean mayBeRepeated() {
        return refused || (reused && !answered());
    }

    void notConnected(Throwable failure) {
        response.completeExceptionally(failure instanceof CompletionException ? failure.getCause() : failure);
    }

    /** Ends the stream, if it did not end yet; the cloud is told. */
    void cancel() {
        response.completeExceptionally(new IOException("cancelled", new CancellationException()));
        resetIfOpen();
    }

    private void resetIfOpen() {
        Stream opened = stream;
        if (opened != null && !opened.isClosed()) {
            opened.reset(new ResetFrame(opened.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
        }
    }

    @Override
    public void succeeded(Stream opened) {
        stream = opened;
        if (response.isCompletedExceptionally()) {
            resetIfOpen();
        }
    }

    /** The stream could not be opened: its connection is ending. */
    @Override
    public void failed(Throwable failure) {
        fail(failure);
    }

    @Override
    public void onHeaders(Stream answering, HeadersFrame frame) {
        progress = System.nanoTime();
        if (frame.getMetaData() instanceof MetaData.Response head && head.getStatus() >= HttpStatus.OK_200) {
            status = head.getStatus();
        }
        if (frame.isEndStream()) {
            end();
        } else {
            answering.demand();
        }
    }

    @Override
    public void onDataAvailable(Stream answering) {
        progress = System.nanoTime();
        for (Stream.Data data = answering.readData(); data != null; data = answering.readData()) {
            boolean last = data.frame().isEndStream();
            ByteBuffer bytes = data.frame().getByteBuffer();
            boolean fits = bytes.remaining() <= maxBytes - body.size();
            if (fits) {
                byte[] part = new byte[bytes.remaining()];
                bytes.get(part);
                body.writeBytes(part);
            }
            data.release();
            if (!fits) {
                fail(new ProtocolException("the answer has more than %d bytes".formatted(maxBytes)));
                resetIfOpen();
                return;
            }
            if (last) {
                end();
                return;
            }
        }
        answering.demand();
    }

    private void end() {
        response.complete(new Response(status, body.toByteArray()));
    }

    @Override
    public void onReset(Stream answering, ResetFrame frame, Callback callback) {
        refused |= frame.getError() == ErrorCode.REFUSED_STREAM_ERROR.code;
        fail(new IOException("the cloud ended the stream: " + ErrorCode.toString(frame.getError(), "unknown")));
        callback.succeeded();
    }

    @Override
    public void onFailure(
            Stream answering, int error, @Nullable String reason, @Nullable Throwable failure, Callback callback) {
        refused |= failure instanceof RetryableStreamException;
        if (isProtocolError(error)) {
            fail(new ProtocolException("the answer is no HTTP/2: " + reason));
        } else {
            fail(failure == null ? new IOException("the connection ended: " + reason) : failure);
        }
        callback.succeeded();
    }

    private static boolean isProtocolError(int error) {
        ErrorCode code = ErrorCode.from(error);
        return code != null
                && switch (code) {
                    case PROTOCOL_ERROR, FRAME_SIZE_ERROR, COMPRESSION_ERROR, FLOW_CONTROL_ERROR, STREAM_CLOSED_ERROR ->
                        true;
                    default -> false;
                };
    }

    private void fail(Throwable failure) {
        response.completeExceptionally(failure);
    }
}
