package io.sparsesplit.edge.offload;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.sparsesplit.edge.adaptation.Controller;
import io.sparsesplit.edge.outbox.Uplink;
import io.sparsesplit.edge.outcome.CallOutcome;
import io.sparsesplit.edge.outcome.TransferBytes;
import io.sparsesplit.edge.transport.Exchange;
import io.sparsesplit.edge.transport.Link;
import io.sparsesplit.edge.transport.Post;
import io.sparsesplit.edge.transport.Response;
import io.sparsesplit.model.codec.CompletionFrame;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.decision.Decision.Budget;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.service.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes what waits in the outbox to the cloud, under the same circuit breaker as images that are waited for. These go first: when
 * the breaker lets a few calls through to see whether the cloud is back, the outbox leaves them to images for a while, and only
 * makes them when no image does.
 */
@Component
class CloudUplink implements Uplink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CloudUplink.class);

    private static final long LEAVE_PROBES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Link link;
    private final CloudProperties limits;
    private final CloudCallListener outcomes;
    private final Controller controller;
    private final CircuitBreaker breaker;
    private final JsonMapper json;
    private final ThreadPoolExecutor thread;
    private volatile long halfOpenSince = System.nanoTime();

    CloudUplink(
            Link link,
            CloudProperties limits,
            CloudCallListener outcomes,
            Controller controller,
            CircuitBreakerRegistry breakers,
            JsonMapper json) {
        this.link = link;
        this.limits = limits;
        this.outcomes = outcomes;
        this.controller = controller;
        this.breaker = breakers.circuitBreaker(CloudClient.BREAKER);
        this.json = json;
        this.thread = new ThreadPoolExecutor(0, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), exchange -> {
            Thread made = new Thread(exchange, "cloud-outbox");
            made.setDaemon(true);
            return made;
        });
        breaker.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == State.HALF_OPEN) {
                halfOpenSince = System.nanoTime();
            }
        });
    }

    /** What an answer means, and what is to be counted for it. */
    private record Judged(Outcome outcome, CallOutcome callOutcome) {

        static Judged unanswered(CallOutcome reason) {
            return new Judged(new Outcome.Unanswered(reason.toString()), reason);
        }
    }

    @Override
    public Outcome send(Batch batch) {
        boolean leave = breaker.getState() == State.HALF_OPEN && System.nanoTime() - halfOpenSince < LEAVE_PROBES_NANOS;
        if (leave || !breaker.tryAcquirePermission()) {
            return new Outcome.NotNow();
        }
        byte[] body = Frame.toBytes(batch.frames());
        int oneAnswer = CompletionFrame.length(batch.model().labels().size());
        int answer = batch.frames().size() * oneAnswer;
        Budget budget = controller.reserve(CloudClient.mostBytes(body.length + answer));
        if (budget != null && !budget.allows()) {
            outcomes.abandoned();
            return new Outcome.TooMany(affordable(batch, oneAnswer, budget));
        }
        Exchange exchange = link.exchange(new Post(
                Offload.COMPLETE,
                Frame.MEDIA_TYPE,
                CompletionFrame.MEDIA_TYPE,
                null,
                body,
                CloudExchange.MAX_PROBLEM_BYTES + answer));
        long start = System.nanoTime();
        Judged judged = await(batch, body.length, exchange, budget == null ? List.of() : List.of(budget));
        outcomes.ended(judged.callOutcome(), false, System.nanoTime() - start);
        return judged.outcome();
    }

    /** A batch that is larger than the whole budget would otherwise wait for ever. */
    private static int affordable(Batch batch, int answer, Budget budget) {
        long bodies = 0;
        int frames = 0;
        for (Frame frame : batch.frames()) {
            bodies += Frame.toBytes(List.of(frame)).length + answer;
            if (CloudClient.mostBytes(bodies) > budget.limit() - budget.spent()) {
                break;
            }
            frames++;
        }
        return frames;
    }

    private Judged await(Batch batch, int bytes, Exchange exchange, List<Budget> reserved) {
        Future<Judged> answer = thread.submit(() -> {
            try {
                return judge(batch, exchange.send());
            } finally {
                outcomes.transferred(
                        travelled(batch, bytes, exchange), batch.frames().size(), reserved);
            }
        });
        try {
            return answer.get(limits.deadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            LOG.debug("The cloud failed", e.getCause());
            return Judged.unanswered(CloudExchange.outcome(e.getCause(), exchange));
        } catch (TimeoutException e) {
            exchange.cancel();
            return Judged.unanswered(CallOutcome.TIMEOUT);
        } catch (InterruptedException e) {
            exchange.cancel();
            Thread.currentThread().interrupt();
            return Judged.unanswered(CallOutcome.TIMEOUT);
        }
    }

    private static TransferBytes travelled(Batch batch, int bytes, Exchange exchange) {
        int payload = batch.frames().stream()
                .mapToInt(frame -> frame.payload().length)
                .sum();
        return exchange.sent() == 0
                ? TransferBytes.NOTHING
                : new TransferBytes(
                        batch.frames().get(0).codec().toString(), payload, bytes, exchange.sent(), exchange.received());
    }

    private Judged judge(Batch batch, Response response) throws IOException {
        return switch (response.status()) {
            case CloudExchange.STATUS_OK -> completed(batch, response.body());
            case CloudExchange.STATUS_CONFLICT -> new Judged(new Outcome.NotHeld(), CallOutcome.UNKNOWN_MODEL);
            default -> refused(response.body());
        };
    }

    private static Judged completed(Batch batch, byte[] body) throws IOException {
        List<byte[]> fingerprints =
                Collections.nCopies(batch.frames().size(), batch.model().fingerprintBytes());
        List<Classification> answers = new ArrayList<>();
        for (CompletionFrame answer : CompletionFrame.readAll(body, fingerprints)) {
            answers.add(
                    CloudExchange.classification(answer, batch.model().labels().size()));
        }
        return new Judged(new Outcome.Completed(answers), CallOutcome.ANSWERED);
    }

    /** Only what says that our frames cannot be read is taken at its word: whatever else stands in between may answer errors, too. */
    private Judged refused(byte[] body) {
        JsonNode problem;
        try {
            problem = json.readTree(body);
        } catch (JacksonException e) {
            return Judged.unanswered(CallOutcome.CLOUD_ERROR);
        }
        String type = problem.path("type").asString("");
        boolean ours = type.equals(Problem.MALFORMED_FRAME.type().toString())
                || type.equals(Problem.TOO_LARGE.type().toString());
        return ours
                ? new Judged(new Outcome.Refused(problem.path("detail").asString("")), CallOutcome.IMAGE_REFUSED)
                : Judged.unanswered(CallOutcome.CLOUD_ERROR);
    }

    @Override
    public void onReturn(Runnable listener) {
        breaker.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == State.CLOSED) {
                listener.run();
            }
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
