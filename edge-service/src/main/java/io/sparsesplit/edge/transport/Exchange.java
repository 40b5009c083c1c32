package io.sparsesplit.edge.transport;

import java.io.IOException;

/**
 * One body on its way to the cloud, and the answer on its way back. Sent on one thread; what it cost may be read, and it may be
 * cancelled, on any.
 */
public interface Exchange {

    /**
     * Sends, waits and reads; once. A connection that had served before may have been closed by the cloud since: when nothing of an
     * answer came then, the body is sent again, once, on a connection made for it. It must do no harm to answer it twice.
     *
     * @throws java.net.ProtocolException when what came is no HTTP, or longer than allowed
     * @throws java.io.InterruptedIOException when it took too long to connect, or between two parts of the answer
     * @throws java.net.ConnectException when no connection can be made
     * @throws java.net.UnknownHostException when the cloud's name is that of no machine
     * @throws IOException when the connection ended early, or the exchange was cancelled
     */
    Response send() throws IOException;

    /** Ends the exchange now, whatever it is doing. */
    void cancel();

    /** Returns the bytes on the wire to the cloud so far, HTTP included; final when {@link #send} has returned. */
    long sent();

    /** Returns the bytes on the wire from the cloud so far, HTTP included; final when {@link #send} has returned. */
    long received();

    /** Returns whether anything of an answer came. */
    boolean answered();
}
