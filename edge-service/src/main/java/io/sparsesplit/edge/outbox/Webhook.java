package io.sparsesplit.edge.outbox;

import io.sparsesplit.edge.outbox.OutboxMetrics.Delivery;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells one receiver of every inference that ended, in the order of their events, one after the other. What it was told is recorded
 * after it was: killed in between, the edge tells it again, with the same {@code Idempotency-Key}.
 */
@Component
class Webhook extends Background {

    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final int PAGE = 100;
    private static final long IDLE_MILLIS = 1000;

    private final Outbox outbox;
    private final OutboxProperties.Webhook settings;
    private final OutboxMetrics metrics;
    private final JsonMapper json;
    private final @Nullable Signature signature;

    Webhook(Outbox outbox, OutboxProperties settings, OutboxMetrics metrics, JsonMapper json) {
        super("outbox-webhook", outbox.enabled() && settings.webhook().configured());
        this.outbox = outbox;
        this.settings = settings.webhook();
        this.metrics = metrics;
        this.json = json;
        this.signature = this.settings.key().isEmpty() ? null : new Signature(this.settings.key());
    }

    @Override
    void run() throws InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .build();
        while (true) {
            try {
                long last = outbox.deliveredEvent();
                List<QueuedInference> ended = outbox.endedAfter(last, PAGE);
                for (QueuedInference inference : ended) {
                    deliver(client, inference);
                    outbox.delivered(eventOf(inference));
                }
                if (ended.isEmpty()) {
                    outbox.awaitEventAfter(last, IDLE_MILLIS);
                }
            } catch (OutboxException e) {
                TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
            }
        }
    }

    private static long eventOf(QueuedInference ended) {
        if (ended.event() == null) {
            throw new IllegalStateException(ended.id() + " has not ended");
        }
        return ended.event();
    }

    private void deliver(HttpClient client, QueuedInference inference) throws InterruptedException {
        byte[] body = json.writeValueAsBytes(inference);
        BackOff failures = new BackOff(settings.retryMin(), settings.retryMax());
        for (int attempt = 1; ; attempt++) {
            String failure = attempt(client, inference, body);
            if (failure == null) {
                metrics.delivery(Delivery.DELIVERED);
                return;
            }
            metrics.delivery(Delivery.FAILED);
            if (attempt == settings.maxAttempts()) {
                metrics.delivery(Delivery.GIVEN_UP);
                LOG.warn("The webhook was not told of {} after {} attempts: {}", inference.id(), attempt, failure);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(failures.failed());
        }
    }

    /** Returns what went wrong; null when nothing did. */
    private @Nullable String attempt(HttpClient client, QueuedInference inference, byte[] body)
            throws InterruptedException {
        // The client's own timeout would end with the headers of the answer.
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request(inference, body), BodyHandlers.discarding());
        try {
            int status = answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .statusCode();
            return status / 100 == 2 ? null : "it answered " + status;
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        } catch (TimeoutException e) {
            return "it did not answer within " + settings.timeout().toMillis() + " ms";
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(QueuedInference inference, byte[] body) {
        String id = inference.id().toString();
        long timestamp = Clock.systemUTC().millis() / Duration.ofSeconds(1).toMillis();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.url()))
                .POST(BodyPublishers.ofByteArray(body))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", id)
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(timestamp));
        if (signature != null) {
            request.header("webhook-signature", signature.of(id, timestamp, body));
        }
        return request.build();
    }
}
