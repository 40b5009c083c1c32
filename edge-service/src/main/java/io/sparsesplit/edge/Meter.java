package io.sparsesplit.edge;

import org.apache.hc.core5.http.EndpointDetails;
import org.jspecify.annotations.Nullable;

/** Counts the bytes on the wire, HTTP included, of the attempts of one exchange. */
final class Meter {

    private @Nullable EndpointDetails connection;
    private long sentBefore;
    private long receivedBefore;
    private boolean reused;
    private long sentEarlier;
    private long receivedEarlier;

    /** An attempt begins on a connection. */
    synchronized void start(EndpointDetails details) {
        sentEarlier = sent();
        receivedEarlier = received();
        connection = details;
        sentBefore = details.getSentBytesCount();
        receivedBefore = details.getReceivedBytesCount();
        reused = details.getRequestCount() > 0;
    }

    /** By all attempts. */
    synchronized long sent() {
        return connection == null ? 0 : sentEarlier + connection.getSentBytesCount() - sentBefore;
    }

    /** By all attempts. */
    synchronized long received() {
        return connection == null ? 0 : receivedEarlier + connection.getReceivedBytesCount() - receivedBefore;
    }

    /** Whether the last attempt was on a connection that had served before. */
    synchronized boolean reused() {
        return reused;
    }
}
