package io.sparsesplit.edge.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/** An exchange over {@link Http1Link}. */
final class Http1Exchange implements Exchange {

    private final Http1Link link;
    private final HttpPost request;
    private final int maxAnswer;
    private final Meter meter = new Meter();

    Http1Exchange(Http1Link link, Post post) {
        this.link = link;
        this.maxAnswer = post.maxAnswer();
        this.request = new HttpPost(post.path());
        request.setHeader(HttpHeaders.ACCEPT, post.accept());
        if (post.traceparent() != null) {
            request.setHeader("traceparent", post.traceparent());
        }
        request.setEntity(new ByteArrayEntity(post.body(), ContentType.create(post.contentType())));
    }

    @Override
    public Response send() throws IOException {
        try {
            return attempt();
        } catch (IOException e) {
            if (!foundClosed(e)) {
                throw e;
            }
            link.closeIdle();
            return attempt();
        }
    }

    private Response attempt() throws IOException {
        try (ClassicHttpResponse response = link.send(request, meter)) {
            return new Response(response.getCode(), body(response.getEntity()));
        } catch (ClientProtocolException e) {
            ProtocolException noHttp = new ProtocolException("the answer is no HTTP: " + e.getMessage());
            noHttp.initCause(e);
            throw noHttp;
        }
    }

    private byte[] body(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        try (InputStream content = entity.getContent()) {
            byte[] body = content.readNBytes(maxAnswer + 1);
            if (body.length > maxAnswer) {
                request.cancel();
                throw new ProtocolException("the answer has more than %d bytes".formatted(maxAnswer));
            }
            return body;
        }
    }

    private boolean foundClosed(IOException e) {
        return meter.reused()
                && meter.received() == 0
                && !request.isCancelled()
                && !(e instanceof InterruptedIOException);
    }

    @Override
    public void cancel() {
        request.cancel();
    }

    @Override
    public long sent() {
        return meter.sent();
    }

    @Override
    public long received() {
        return meter.received();
    }

    @Override
    public boolean answered() {
        return meter.received() > 0;
    }
}
