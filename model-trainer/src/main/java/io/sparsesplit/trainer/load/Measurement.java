package io.sparsesplit.trainer.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What became of requests. Those of the warm-up are left out, but for their bytes. Moments are nanoseconds since the
 * beginning. Not safe to share between threads.
 *
 * <p>The <em>response time</em> of a request counts from when it was due, the <em>service time</em> from when it was sent.
 */
public final class Measurement {

    private static final int DIGITS = 3;

    /** Later than this behind its time, a request counts as sent late. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int MOST_SLOTS = 100;
    private static final long SHORTEST_SLOT = TimeUnit.MILLISECONDS.toNanos(100);

    private final Pace pace;
    private final long begin;
    private final long slotNanos;
    private final Latency response = new Latency(DIGITS);
    private final Latency service = new Latency(DIGITS);
    private final SortedMap<String, Latency> answers = new TreeMap<>();
    private final SortedMap<String, Latency> failures = new TreeMap<>();
    private final List<Slot> slots = new ArrayList<>();
    private long end;
    private long sent;
    private long sentInTime;
    private long goodInTime;
    private long late;
    private long lateByItself;
    private long mostLate;
    private long mostLateByItself;
    private long bytesSent;
    private long bytesReceived;
    private long requests;

    Measurement(Pace pace) {
        this.pace = pace;
        this.begin = pace.warmUp().toNanos();
        this.end = pace.nanos();
        this.slotNanos = Math.max(SHORTEST_SLOT, pace.duration().toNanos() / MOST_SLOTS);
    }

    /**
     * A piece of the time.
     *
     * <p>Requests belong to it by the moment at which they were due or, where it says so, by that at which something happened.
     */
    static final class Slot {

        private final Latency response = new Latency(2);
        private long sent;
        private long good;
        private long failed;

        Latency response() {
            return response;
        }

        /** Sent within it. */
        long sent() {
            return sent;
        }

        /** Good answers that came within it. */
        long good() {
            return good;
        }

        /** Ended within it in another way. */
        long failed() {
            return failed;
        }
    }

    /**
     * A request was sent.
     *
     * @param lateness behind the moment at which it was due, in nanoseconds
     * @param hadConnection whether it could have been sent at that moment
     */
    void sent(long due, long lateness, boolean hadConnection) {
        requests++;
        if (due < begin) {
            return;
        }
        sent++;
        sentInTime += due + lateness < end ? 1 : 0;
        slot(due + lateness).sent++;
        mostLate = Math.max(mostLate, lateness);
        late += lateness > LATE_NANOS ? 1 : 0;
        if (hadConnection) {
            mostLateByItself = Math.max(mostLateByItself, lateness);
            lateByItself += lateness > LATE_NANOS ? 1 : 0;
        }
    }

    /** A request ended, which was due, sent and over at these moments. */
    void ended(Ending ending, long due, long begun, long over) {
        if (due < begin) {
            return;
        }
        (ending.isGood() ? answers : failures)
                .computeIfAbsent(ending.kind(), kind -> new Latency(DIGITS))
                .record(over - due);
        if (ending.isGood()) {
            goodInTime += over < end ? 1 : 0;
            slot(over).good++;
        } else {
            slot(over).failed++;
        }
        if (ending.isGood() || ending.isSlow()) {
            response.record(over - due);
            service.record(over - begun);
            slot(due).response.record(over - due);
        }
    }

    /** A request that was due has not been sent until now. */
    void neverSent(long due, long now) {
        if (due >= begin) {
            failures.computeIfAbsent(Ending.NEVER_SENT.kind(), kind -> new Latency(DIGITS))
                    .record(now - due);
            response.record(now - due);
            slot(due).response.record(now - due);
        }
    }

    /**
     * No more is coming.
     *
     * @param last moment at which a request was due
     */
    void finished(long last, long allBytesSent, long allBytesReceived) {
        end = last;
        bytesSent = allBytesSent;
        bytesReceived = allBytesReceived;
    }

    private Slot slot(long moment) {
        int number = (int) Math.min((moment - begin) / slotNanos, 2 * MOST_SLOTS);
        while (slots.size() <= number) {
            slots.add(new Slot());
        }
        return slots.get(number);
    }

    Pace pace() {
        return pace;
    }

    /** For which requests were due, in seconds; 0 when it was stopped within the warm-up. */
    public double seconds() {
        return Math.max(0, end - begin) / 1e9;
    }

    long sent() {
        return sent;
    }

    /** Requests sent, while they were due, per second. */
    double ratePerSecond() {
        return perSecond(sentInTime);
    }

    /** Good answers, while requests were due, per second. */
    public double goodputPerSecond() {
        return perSecond(goodInTime);
    }

    private double perSecond(long count) {
        return seconds() == 0 ? 0 : count / seconds();
    }

    /** Of good answers, and of what nothing came for in time: those with the time that they waited. */
    public Latency response() {
        return response;
    }

    /** Of the same requests, as far as they were sent. */
    Latency service() {
        return service;
    }

    /** Response times of good answers, by exit. */
    SortedMap<String, Latency> answers() {
        return answers;
    }

    /** Response times of all others, by what went wrong. */
    public SortedMap<String, Latency> failures() {
        return failures;
    }

    /** Response times of all good answers. */
    public Latency answered() {
        Latency all = new Latency(DIGITS);
        answers.values().forEach(all::add);
        return all;
    }

    long good() {
        return count(answers);
    }

    public long failed() {
        return count(failures);
    }

    /** Requests that were due. */
    long due() {
        return good() + failed();
    }

    private static long count(SortedMap<String, Latency> kinds) {
        return kinds.values().stream().mapToLong(Latency::count).sum();
    }

    /** Requests sent more than a millisecond late. */
    long late() {
        return late;
    }

    double mostLateMs() {
        return mostLate / 1e6;
    }

    /** Those of them for which a connection was free. */
    long lateByItself() {
        return lateByItself;
    }

    double mostLateByItselfMs() {
        return mostLateByItself / 1e6;
    }

    /** On all connections, the warm-up and all headers included. */
    long bytesSent() {
        return bytesSent;
    }

    /** On all connections, the warm-up and all headers included. */
    long bytesReceived() {
        return bytesReceived;
    }

    /** Sent, the warm-up included. */
    long requests() {
        return requests;
    }

    double slotSeconds() {
        return slotNanos / 1e9;
    }

    /** The pieces of the time in their order. */
    List<Slot> slots() {
        return slots;
    }
}
