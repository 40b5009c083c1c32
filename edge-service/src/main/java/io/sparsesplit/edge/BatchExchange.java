package io.sparsesplit.edge;

import io.sparsesplit.model.codec.CompletionFrame;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.service.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/** Features of several images on their way to the cloud, and its answer on the way back. */
final class BatchExchange {

    /** More than the answers of a full batch over the usual number of classes have. */
    private static final int MAX_ANSWER_BYTES = 1 << 22;

    private static final ContentType FRAMES = ContentType.create(Frame.MEDIA_TYPE);

    private final CloudConnections connections;
    private final List<Frame> frames;
    private final byte[] body;
    private final HttpPost request = new HttpPost(CloudExchange.PATH);
    private final Meter meter = new Meter();

    BatchExchange(CloudConnections connections, List<Frame> frames, Trace trace) {
        this.connections = connections;
        this.frames = frames;
        this.body = Frame.toBytes(frames);
        request.setHeader(HttpHeaders.ACCEPT, CompletionFrame.MEDIA_TYPE);
        request.setHeader(Trace.HEADER, trace.toHeader());
        request.setEntity(new ByteArrayEntity(body, FRAMES));
    }

    /** What the cloud answered. */
    static final class Response {

        private final int status;
        private final byte[] body;

        Response(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        byte[] body() {
            return body;
        }
    }

    /** Asks, waits and reads. A connection found closed fails it: the batch is sent again anyway. */
    Response send() throws IOException {
        try (ClassicHttpResponse response = connections.send(request, meter)) {
            return new Response(response.getCode(), body(response.getEntity()));
        }
    }

    private byte[] body(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        try (InputStream content = entity.getContent()) {
            byte[] answer = content.readNBytes(MAX_ANSWER_BYTES + 1);
            if (answer.length > MAX_ANSWER_BYTES) {
                request.cancel();
                throw new ProtocolException("the cloud's answer has more than %d bytes".formatted(MAX_ANSWER_BYTES));
            }
            return answer;
        }
    }

    /** Ends the exchange now, whatever it is doing. */
    void cancel() {
        request.cancel();
    }

    /** What travelled so far. */
    Travelled travelled() {
        long sent = meter.sent();
        int payload = frames.stream().mapToInt(frame -> frame.payload().length).sum();
        return sent == 0
                ? Travelled.NOTHING
                : new Travelled(frames.get(0).codec(), payload, body.length, sent, meter.received());
    }
}
