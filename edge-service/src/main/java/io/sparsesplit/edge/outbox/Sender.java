package io.sparsesplit.edge.outbox;

import io.sparsesplit.edge.outbox.OutboxStore.Waiting;
import io.sparsesplit.edge.outbox.RefinementClient.Batch;
import io.sparsesplit.edge.outbox.RefinementClient.Outcome;
import io.sparsesplit.model.network.Classification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Takes what waits to the cloud, the oldest first, several of one model in a request; waits longer after each failure. One thread,
 * and one request at a time: none of them is in a hurry.
 */
@Component
class Sender extends Background {

    private static final long TIDY_MILLIS = 1000;
    /** How often to look whether the cloud may be asked again. */
    private static final long NOT_NOW_MILLIS = 250;

    private final Outbox outbox;
    private final RefinementClient cloud;
    private final OutboxProperties settings;
    private final BackOff failures;
    private final Map<String, HeldBack> heldBack = new HashMap<>();
    private final Semaphore returned = new Semaphore(0);
    private long notBefore = millis();
    private long tidyAt = millis();

    /** A model that the cloud has not loaded is asked for again later, and others meanwhile. */
    private static final class HeldBack {

        private final BackOff failures;
        private long until;

        HeldBack(OutboxProperties settings) {
            this.failures = new BackOff(settings.retryMin(), settings.retryMax());
        }
    }

    Sender(Outbox outbox, RefinementClient cloud, OutboxProperties settings) {
        super("outbox-sender", outbox.enabled());
        this.outbox = outbox;
        this.cloud = cloud;
        this.settings = settings;
        this.failures = new BackOff(settings.retryMin(), settings.retryMax());
        cloud.onReturn(returned::release);
    }

    @Override
    void run() throws InterruptedException {
        long arrivals = 0;
        while (true) {
            long pause = round();
            if (pause < 0) {
                arrivals = outbox.awaitArrival(arrivals, TIDY_MILLIS);
            } else {
                pause(pause);
            }
        }
    }

    /** Sends a request, if there is anything to send now. Returns the milliseconds to wait, or less than 0 when nothing is pending. */
    private long round() throws InterruptedException {
        try {
            if (tidyAt <= millis()) {
                tidyAt = millis() + TIDY_MILLIS;
                outbox.tidy();
            }
            if (notBefore > millis()) {
                return Math.min(notBefore - millis(), TIDY_MILLIS);
            }
            Optional<Waiting> next = outbox.next(heldBackNow(), settings.batchSize());
            if (next.isEmpty()) {
                return -1;
            }
            long linger = linger(next.get().pending());
            if (linger <= 0) {
                send(next.get().model(), next.get().pending());
            }
            return Math.max(0, linger);
        } catch (OutboxException e) {
            notBefore = millis() + failures.failed();
            return 0;
        }
    }

    private List<String> heldBackNow() {
        return heldBack.entrySet().stream()
                .filter(model -> model.getValue().until > millis())
                .map(Map.Entry::getKey)
                .toList();
    }

    private long linger(List<Pending> pending) {
        long waited = System.currentTimeMillis() - pending.get(0).accepted();
        // A clock that was set back must not make it wait for ever.
        return pending.size() == settings.batchSize() || waited < 0
                ? 0
                : settings.linger().toMillis() - waited;
    }

    /** Returns whether the cloud can go on being asked. */
    private boolean send(KnownModel model, List<Pending> some) throws OutboxException, InterruptedException {
        Outcome outcome = ask(model, some);
        if (outcome instanceof Outcome.Completed completed) {
            outbox.end(refined(some, completed.answers()));
            failures.succeeded();
            heldBack.remove(model.fingerprint());
            return true;
        } else if (outcome instanceof Outcome.Refused) {
            return some.size() == 1 ? sendAgain(model, some) : sendHalves(model, some);
        } else if (outcome instanceof Outcome.NotLoaded) {
            HeldBack held = heldBack.computeIfAbsent(model.fingerprint(), fingerprint -> new HeldBack(settings));
            held.until = millis() + held.failures.failed();
            return false;
        } else if (outcome instanceof Outcome.TooMany many && many.affordable() > 0) {
            return send(model, some.subList(0, many.affordable()));
        }
        notBefore = millis() + (outcome instanceof Outcome.Unanswered ? failures.failed() : NOT_NOW_MILLIS);
        return false;
    }

    private Outcome ask(KnownModel model, List<Pending> some) throws InterruptedException {
        Outcome outcome =
                cloud.send(new Batch(model, some.stream().map(Pending::frame).toList()));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return outcome;
    }

    private static List<Completion> refined(List<Pending> some, List<Classification> answers) {
        List<Completion> completions = new ArrayList<>(some.size());
        for (int i = 0; i < some.size(); i++) {
            completions.add(Completion.refined(some.get(i).id(), answers.get(i)));
        }
        return completions;
    }

    /** One frame that the cloud refuses has it refuse them all: halves find out which. */
    private boolean sendHalves(KnownModel model, List<Pending> some) throws OutboxException, InterruptedException {
        int half = some.size() / 2;
        return send(model, some.subList(0, half)) && send(model, some.subList(half, some.size()));
    }

    /** What was damaged on the way is refused as well; it is not damaged twice. */
    private boolean sendAgain(KnownModel model, List<Pending> one) throws OutboxException, InterruptedException {
        Outcome outcome = ask(model, one);
        if (outcome instanceof Outcome.Refused refused) {
            outbox.end(List.of(Completion.failed(one.get(0).id(), refused.reason())));
        } else if (outcome instanceof Outcome.Completed completed) {
            outbox.end(refined(one, completed.answers()));
        }
        return outcome instanceof Outcome.Refused || outcome instanceof Outcome.Completed;
    }

    /** Waits, but not for a cloud that has returned: it is asked soon, though not by all edges at once. */
    private void pause(long pauseMillis) throws InterruptedException {
        if (returned.tryAcquire(pauseMillis, TimeUnit.MILLISECONDS)) {
            returned.drainPermits();
            failures.succeeded();
            notBefore = millis()
                    + ThreadLocalRandom.current().nextLong(settings.retryMin().toMillis());
        }
    }

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
