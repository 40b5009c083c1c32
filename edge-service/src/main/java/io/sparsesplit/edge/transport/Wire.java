package io.sparsesplit.edge.transport;

/**
 * The bytes that travel on a connection, and which exchange they are charged to: many may use it at once.
 *
 * <p>Frames of many exchanges come mixed, and some belong to none: settings, pings, window updates, the preface. An exchange that
 * ends is charged its part of all bytes not charged yet, in proportion to the weights of the exchanges open then; alone, it is
 * charged all of them. So no byte is charged twice, and none is left out: what is charged and what is left over always add up to what
 * travelled.
 */
final class Wire {

    private long sentLeft;
    private long receivedLeft;
    private long openWeight;
    private long silentSince;
    private boolean waiting;
    private boolean used;
    private long active = System.nanoTime();

    synchronized void sent(long bytes) {
        sentLeft += bytes;
        active = System.nanoTime();
        if (!waiting) {
            waiting = true;
            silentSince = active;
        }
    }

    synchronized void received(long bytes) {
        receivedLeft += bytes;
        active = System.nanoTime();
        waiting = false;
    }

    /** How long nothing came although something was sent. */
    synchronized long silentNanos() {
        return waiting ? System.nanoTime() - silentSince : 0;
    }

    /** Returns how long nothing was sent or received. */
    synchronized long nanosSinceActivity() {
        return System.nanoTime() - active;
    }

    /** Returns whether an exchange has begun on this connection before. */
    synchronized boolean isUsed() {
        return used;
    }

    /**
     * An exchange begins.
     *
     * @param weight what it is expected to send, in bytes
     */
    synchronized Share open(int weight) {
        openWeight += weight;
        used = true;
        return new Share(weight);
    }

    /** What one exchange is charged. */
    final class Share {

        private final int weight;
        private boolean closed;
        private long sent;
        private long received;

        private Share(int weight) {
            this.weight = weight;
        }

        long sent() {
            synchronized (Wire.this) {
                return closed ? sent : part(sentLeft);
            }
        }

        long received() {
            synchronized (Wire.this) {
                return closed ? received : part(receivedLeft);
            }
        }

        /** The exchange has ended: what it is charged changes no more. */
        void close() {
            synchronized (Wire.this) {
                if (closed) {
                    return;
                }
                sent = part(sentLeft);
                received = part(receivedLeft);
                sentLeft -= sent;
                receivedLeft -= received;
                openWeight -= weight;
                closed = true;
            }
        }

        private long part(long left) {
            return Math.multiplyExact(left, weight) / openWeight;
        }
    }
}
