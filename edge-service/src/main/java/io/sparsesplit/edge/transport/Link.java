package io.sparsesplit.edge.transport;

import java.io.IOException;

/** A way to the cloud: bounded, and with as few header bytes per request as HTTP allows. Safe to share between threads. */
public interface Link extends AutoCloseable {

    /** Returns an exchange for a body; nothing travels before {@link Exchange#send}. */
    Exchange exchange(Post post);

    /**
     * Asks the cloud what it allows at a path: loads this machine's HTTP client and makes a connection, so that the first
     * image need not wait for either. The cloud completes nothing, and the bytes are nobody's.
     *
     * @throws IOException when it cannot be reached, which does not matter yet
     */
    void warmUp(String path) throws IOException;

    /** Ends all connections, whatever is under way. */
    @Override
    void close();
}
