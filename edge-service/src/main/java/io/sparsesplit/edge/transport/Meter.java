package io.sparsesplit.edge.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes on the wire, HTTP included, of the attempts of one exchange: what the connection's own counters have
 * grown by.
 */
final class Meter {

    private @Nullable EndpointDetails connection;
    private long sentBefore;
    private long receivedBefore;
    private long sent;
    private long received;
    private boolean reused;

    /** An attempt begins on a connection. */
    synchronized void start(EndpointDetails details) {
        stop();
        connection = details;
        sentBefore = details.getSentBytesCount();
        receivedBefore = details.getReceivedBytesCount();
        reused = details.getRequestCount() > 0;
    }

    /**
     * An answer begins. Once it was read to its end the connection goes back to the pool, where the next exchange may take
     * it at once: its counters must be read before that, and never again.
     */
    void stopAtEndOf(ClassicHttpResponse response) {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            stop();
        } else {
            response.setEntity(new MeteredEntity(entity, this));
        }
    }

    /** By all attempts, so far. */
    synchronized long sent() {
        return connection == null ? sent : sent + connection.getSentBytesCount() - sentBefore;
    }

    /** By all attempts, so far. */
    synchronized long received() {
        return connection == null ? received : received + connection.getReceivedBytesCount() - receivedBefore;
    }

    /** Whether the last attempt was on a connection that had served before. */
    synchronized boolean reused() {
        return reused;
    }

    private synchronized void stop() {
        sent = sent();
        received = received();
        connection = null;
    }

    private static final class MeteredEntity extends HttpEntityWrapper {

        private final Meter meter;

        MeteredEntity(HttpEntity entity, Meter meter) {
            super(entity);
            this.meter = meter;
        }

        @Override
        public InputStream getContent() throws IOException {
            return new FilterInputStream(super.getContent()) {

                @Override
                public int read() throws IOException {
                    return stopAtEnd(super.read());
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    return stopAtEnd(super.read(bytes, offset, length));
                }

                private int stopAtEnd(int read) {
                    if (read < 0) {
                        meter.stop();
                    }
                    return read;
                }
            };
        }
    }
}
