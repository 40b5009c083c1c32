package io.sparsesplit.edge.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.jspecify.annotations.Nullable;

/** An exchange over {@link Http2Link}. */
final class Http2Exchange implements Exchange {

    /** What a request has around its body: two frame headers, and header fields of which most are known already. */
    private static final int AROUND_BODY = 80;

    private static final int MAX_WARM_UP_ANSWER = 1 << 16;

    /** The end of the stream says it as well, for nothing. */
    private static final int NO_CONTENT_LENGTH = -1;

    private final Http2Link link;
    private final MetaData.Request request;
    private final byte[] body;
    private final int maxAnswer;
    private volatile Wire.@Nullable Share share;
    private volatile @Nullable StreamAnswer attempt;
    private volatile boolean cancelled;

    Http2Exchange(Http2Link link, Post post) {
        this(link, HttpMethod.POST, post.path(), headers(post), post.body(), post.maxAnswer());
    }

    private static HttpFields headers(Post post) {
        HttpFields.Mutable headers = HttpFields.build()
                .put(HttpHeader.CONTENT_TYPE, post.contentType())
                .put(HttpHeader.ACCEPT, post.accept());
        return post.traceparent() == null ? headers : headers.put("traceparent", post.traceparent());
    }

    /** To warm up. */
    Http2Exchange(Http2Link link, String path) {
        this(link, HttpMethod.OPTIONS, path, HttpFields.EMPTY, new byte[0], MAX_WARM_UP_ANSWER);
    }

    private Http2Exchange(
            Http2Link link, HttpMethod method, String path, HttpFields headers, byte[] body, int maxAnswer) {
        this.link = link;
        this.request =
                new MetaData.Request(method.asString(), link.at(path), HttpVersion.HTTP_2, headers, NO_CONTENT_LENGTH);
        this.body = body;
        this.maxAnswer = maxAnswer;
    }

    @Override
    public Response send() throws IOException {
        Wire.Share opened = link.wire().open(AROUND_BODY + body.length);
        share = opened;
        try {
            StreamAnswer first = new StreamAnswer(maxAnswer);
            try {
                return attempt(first);
            } catch (IOException e) {
                if (cancelled || !first.mayBeRepeated() || e instanceof InterruptedIOException) {
                    throw e;
                }
                return attempt(new StreamAnswer(maxAnswer));
            }
        } finally {
            opened.close();
        }
    }

    private Response attempt(StreamAnswer answer) throws IOException {
        attempt = answer;
        if (cancelled) {
            answer.cancel();
        }
        CompletableFuture<HTTP2Session> unused = link.connection().whenComplete((session, failure) -> {
            if (failure == null) {
                open(session, answer);
            } else {
                answer.notConnected(failure);
            }
        });
        try {
            return answer.await(link.connectTimeout(), link.responseTimeout());
        } catch (InterruptedIOException e) {
            giveUp(answer);
            throw e;
        }
    }

    private void open(HTTP2Session session, StreamAnswer answer) {
        if (answer.isDone()) {
            return;
        }
        answer.sentOn(session);
        HeadersFrame headers = new HeadersFrame(request, null, body.length == 0);
        DataFrame data = body.length == 0 ? null : new DataFrame(ByteBuffer.wrap(body), true);
        session.newStream(new HTTP2Stream.FrameList(headers, data, null), answer, answer);
    }

    private void giveUp(StreamAnswer answer) {
        answer.cancel();
        HTTP2Session session = answer.session();
        if (session != null) {
            link.replaceIfSilent(session);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        StreamAnswer current = attempt;
        if (current != null) {
            giveUp(current);
        }
    }

    @Override
    public long sent() {
        Wire.Share opened = share;
        return opened == null ? 0 : opened.sent();
    }

    @Override
    public long received() {
        Wire.Share opened = share;
        return opened == null ? 0 : opened.received();
    }

    @Override
    public boolean answered() {
        StreamAnswer current = attempt;
        return current != null && current.answered();
    }
}
