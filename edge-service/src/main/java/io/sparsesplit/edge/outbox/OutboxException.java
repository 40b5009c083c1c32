package io.sparsesplit.edge.outbox;

/** The database cannot be used now. The message says why; who operates the edge was told. */
final class OutboxException extends Exception {

    private static final long serialVersionUID = 1;

    OutboxException(String message) {
        super(message);
    }
}
