package io.sparsesplit.edge.transport;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
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
final class StreamAnswer extends Attempt implements Stream.Listener, Promise<Stream> {

    private volatile @Nullable HTTP2Session session;
    private volatile @Nullable Stream stream;
    private volatile boolean reused;
    private volatile boolean refused;

    /**
     * An attempt to be made.
     *
     * @param maxBytes longest body that is read
     */
    StreamAnswer(int maxBytes) {
        super(maxBytes);
    }

    /** There is a connection, on which the request is sent now. */
    void sentOn(HTTP2Session connection) {
        reused = connection.getStreamsClosed() > 0;
        session = connection;
        progress();
    }

    @Nullable
    HTTP2Session session() {
        return session;
    }

    @Override
    boolean isConnected() {
        return session != null;
    }

    /** Whether the cloud had ended the connection before, or says itself that it did nothing. */
    boolean mayBeRepeated() {
        return refused || (reused && !answered());
    }

    void notConnected(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        fail(cause == null ? failure : cause);
    }

    @Override
    void reset() {
        Stream opened = stream;
        if (opened != null && !opened.isClosed()) {
            opened.reset(new ResetFrame(opened.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
        }
    }

    @Override
    public void succeeded(Stream opened) {
        stream = opened;
        if (isFailed()) {
            reset();
        }
    }

    /** The stream could not be opened: its connection is ending. */
    @Override
    public void failed(Throwable failure) {
        fail(failure);
    }

    @Override
    public void onHeaders(Stream answering, HeadersFrame frame) {
        progress();
        if (frame.getMetaData() instanceof MetaData.Response head && head.getStatus() >= HttpStatus.OK_200) {
            status(head.getStatus());
        }
        if (frame.isEndStream()) {
            succeed();
        } else {
            answering.demand();
        }
    }

    @Override
    public void onDataAvailable(Stream answering) {
        progress();
        for (Stream.Data data = answering.readData(); data != null; data = answering.readData()) {
            boolean last = data.frame().isEndStream();
            ByteBuffer bytes = data.frame().getByteBuffer();
            boolean fits = take(bytes);
            data.release();
            if (!fits) {
                reset();
                return;
            }
            if (last) {
                succeed();
                return;
            }
        }
        answering.demand();
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
}
