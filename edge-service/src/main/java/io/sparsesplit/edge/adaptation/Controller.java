package io.sparsesplit.edge.adaptation;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.decision.Decision;
import io.sparsesplit.model.decision.Decision.Budget;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an objective by moving the offset of the exits' thresholds and the codec, one rung at a time and at most once an
 * interval. It runs on the threads of the requests that it observes; without requests nothing moves.
 */
public final class Controller {

    private static final int CHANGES_KEPT = 20;

    /** Weight of the newest call in the mean. */
    private static final double NEWEST = 0.2;

    private final ControllerProperties bounds;
    private final Ticker ticker;
    private final BooleanSupplier breakerOpen;
    private final AdjustmentPolicy policy;
    private final ByteBudget budget;
    private final LongAdder answers = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder calls = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final AtomicLong nextAdjustment;
    private final Deque<Change> changes = new ArrayDeque<>();
    private long lastAdjustment;
    private volatile Rung rung = new Rung(new OperatingPoint(0, 0), 0);
    private volatile double linkMs;
    private volatile boolean pinned;
    private volatile Measured measured = new Measured(0, 0, 0, 0, 0, 0, 0, false);
    private volatile String lastVerdict = "nothing was measured yet";

    /**
     * A controller at rest.
     *
     * @param breakerOpen whether the cloud is not asked at all for now
     */
    public Controller(ControllerProperties bounds, Ticker ticker, BooleanSupplier breakerOpen) {
        this.bounds = bounds;
        this.ticker = ticker;
        this.breakerOpen = breakerOpen;
        this.policy = new AdjustmentPolicy(bounds);
        this.budget = new ByteBudget(bounds.bytesPerMinute().toBytes(), ticker);
        this.lastAdjustment = ticker.nanos();
        this.nextAdjustment = new AtomicLong(lastAdjustment + bounds.interval().toNanos());
    }

    /** An operating point and the number of changes that led to it. */
    private record Rung(OperatingPoint point, long change) {}

    /**
     * A change of the operating point.
     *
     * @param number counted from 1
     * @param at when
     * @param direction down to fewer bytes and calls, up to more, or pinned
     * @param offset since then
     * @param codec since then; null when it is left to the model
     * @param because why
     */
    public record Change(
            long number,
            Instant at,
            String direction,
            double offset,
            @Nullable String codec,
            String because) {}

    /**
     * What the controller is at.
     *
     * @param pinned whether it stays there whatever it measures
     * @param offset added to the exits' thresholds
     * @param codec in which features travel; null when it is left to the model
     * @param linkMs mean time of a call, newer ones weighing more; 0 before the first
     * @param measured in the last interval
     * @param verdict what was decided at its end, and why
     * @param spent bytes in the last minute, with those set aside
     * @param changes the last ones, newest first
     */
    record State(
            boolean pinned,
            double offset,
            @Nullable Codec codec,
            double linkMs,
            Measured measured,
            String verdict,
            long spent,
            List<Change> changes) {}

    public boolean isOff() {
        return bounds.objective() == Objective.OFF;
    }

    /** What it has set, for the explanation of an answer; null when it is off. */
    public Decision.@Nullable Controller set() {
        if (isOff()) {
            return null;
        }
        Rung now = rung;
        Codec codec = codec(now.point());
        return new Decision.Controller(
                bounds.objective().toString(),
                now.point().offset(),
                codec == null ? null : codec.toString(),
                now.change(),
                null);
    }

    /** How features shall travel; null when that is left to the model. */
    public @Nullable Codec codec() {
        return codec(rung.point());
    }

    /** An image was answered whose thresholds the controller set. */
    public void answered(long nanos) {
        if (isOff()) {
            return;
        }
        answers.increment();
        if (nanos > bounds.targetLatency().toNanos()) {
            late.increment();
        }
        adjustIfDue();
    }

    /**
     * Sets bytes of a call aside, if the objective is a byte budget; {@link #transferred} must follow when it allows the call.
     *
     * @param wanted an upper bound
     * @return null when there is no budget
     */
    public @Nullable Budget reserve(long wanted) {
        if (bounds.objective() != Objective.BYTE_BUDGET) {
            return null;
        }
        Budget available = budget.reserve(wanted);
        if (!available.allows()) {
            refused.increment();
        }
        return available;
    }

    /**
     * A call has ended, on whatever thread it ran, and took so many bytes on the wire.
     *
     * @param reserved all that was set aside for it
     */
    public void transferred(Collection<Budget> reserved, long took) {
        bytes.add(took);
        if (!reserved.isEmpty()) {
            budget.settle(reserved.stream().mapToLong(Budget::wanted).sum(), took);
        }
    }

    /** A call was answered, or waited for in vain. */
    public synchronized void called(long nanos) {
        double ms = nanos / 1e6;
        linkMs = linkMs == 0 ? ms : linkMs + NEWEST * (ms - linkMs);
        calls.increment();
    }

    private void adjustIfDue() {
        long due = nextAdjustment.get();
        long now = ticker.nanos();
        if (now - due >= 0
                && nextAdjustment.compareAndSet(due, now + bounds.interval().toNanos())) {
            adjust(now);
        }
    }

    private synchronized void adjust(long now) {
        if (!policy.isEnough(answers.sum())) {
            return;
        }
        measured = new Measured(
                (now - lastAdjustment) / 1e9,
                answers.sumThenReset(),
                late.sumThenReset(),
                calls.sumThenReset(),
                bytes.sumThenReset(),
                refused.sumThenReset(),
                linkMs,
                breakerOpen.getAsBoolean());
        lastAdjustment = now;
        Adjustment adjustment = policy.next(measured);
        lastVerdict = adjustment.direction() + ": " + adjustment.because();
        if (!pinned) {
            OperatingPoint from = rung.point();
            change(
                    switch (adjustment.direction()) {
                        case TIGHTEN -> from.tightened(bounds);
                        case HOLD -> from;
                        case RELAX -> from.relaxed(bounds);
                    },
                    adjustment.direction().toString(),
                    adjustment.because());
        }
    }

    private void change(OperatingPoint to, String direction, String because) {
        if (to.equals(rung.point())) {
            return;
        }
        long number = rung.change() + 1;
        rung = new Rung(to, number);
        Codec codec = codec(to);
        changes.addFirst(new Change(
                number, Instant.now(), direction, to.offset(), codec == null ? null : codec.toString(), because));
        if (changes.size() > CHANGES_KEPT) {
            changes.removeLast();
        }
    }

    /**
     * Stays at an operating point, whatever is measured.
     *
     * @param offset null for the one it has
     * @param codec null for the one it has
     * @throws ProblemException when the controller is off, or one of them is not within its bounds
     */
    synchronized void pin(@Nullable Double offset, @Nullable Codec codec) {
        if (isOff()) {
            throw new ProblemException(
                    Problem.BAD_PARAMETER,
                    "The controller is off: there is nothing to pin. Give it an objective by sparsesplit.controller.objective.");
        }
        if (offset != null && !(offset >= bounds.minOffset() && offset <= bounds.maxOffset())) {
            throw new ProblemException(
                    Problem.BAD_PARAMETER,
                    "offset is %s: write a number from %s to %s."
                            .formatted(offset, bounds.minOffset(), bounds.maxOffset()));
        }
        if (codec != null && !bounds.codecs().contains(codec)) {
            throw new ProblemException(
                    Problem.BAD_PARAMETER,
                    "codec is %s: choose one of sparsesplit.controller.codecs, %s.".formatted(codec, bounds.codecs()));
        }
        OperatingPoint from = rung.point();
        pinned = true;
        change(
                new OperatingPoint(
                        offset == null ? from.offset() : offset,
                        codec == null ? from.codec() : bounds.codecs().indexOf(codec)),
                "pin",
                "an operator pinned it");
    }

    /** Lets the operating point change again. */
    synchronized void unpin() {
        pinned = false;
    }

    synchronized State state() {
        OperatingPoint now = rung.point();
        return new State(
                pinned, now.offset(), codec(now), linkMs, measured, lastVerdict, budget.spent(), List.copyOf(changes));
    }

    ControllerProperties bounds() {
        return bounds;
    }

    long changesSoFar() {
        return rung.change();
    }

    private @Nullable Codec codec(OperatingPoint point) {
        return bounds.codecs().isEmpty() || isOff() ? null : bounds.codecs().get(point.codec());
    }
}
