package io.sparsesplit.edge.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.eclipse.jetty.client.Request;

/** An exchange over {@link Http1Link}. */
final class Http1Exchange implements Exchange {

    private final Http1Link link;
    private final Supplier<Request> request;
    private final int maxAnswer;
    private final List<Http1Attempt> attempts = new CopyOnWriteArrayList<>();
    private volatile boolean cancelled;

    /**
     * An exchange that has not begun.
     *
     * @param request makes the request of each attempt
     * @param maxAnswer longest body of an answer that is read, in bytes
     */
    Http1Exchange(Http1Link link, Supplier<Request> request, int maxAnswer) {
        this.link = link;
        this.request = request;
        this.maxAnswer = maxAnswer;
    }

    @Override
    public Response send() throws IOException {
        Http1Attempt first = new Http1Attempt(request.get(), maxAnswer);
        try {
            return attempt(first);
        } catch (IOException e) {
            if (cancelled || !first.foundClosed() || e instanceof InterruptedIOException) {
                throw e;
            }
            link.closeIdle();
            return attempt(new Http1Attempt(request.get(), maxAnswer));
        }
    }

    private Response attempt(Http1Attempt attempt) throws IOException {
        attempts.add(attempt);
        if (cancelled) {
            attempt.cancel();
        }
        attempt.start();
        try {
            return attempt.await(link.connectTimeout(), link.responseTimeout());
        } catch (InterruptedIOException e) {
            attempt.cancel();
            throw e;
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        attempts.forEach(Attempt::cancel);
    }

    @Override
    public long sent() {
        return attempts.stream().mapToLong(Http1Attempt::sent).sum();
    }

    @Override
    public long received() {
        return attempts.stream().mapToLong(Http1Attempt::received).sum();
    }

    @Override
    public boolean answered() {
        return attempts.stream().anyMatch(Attempt::answered);
    }
}
