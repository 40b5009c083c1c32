package io.sparsesplit.edge.outbox;

import java.util.Arrays;
import java.util.Locale;

/** Where an inference has got to. It is pending first, and then ends once, in one of the others. */
enum State {
    /** Waiting for the cloud. */
    PENDING(0),
    /** The cloud has completed it. */
    REFINED(1),
    /** It waited longer than its time to live. */
    EXPIRED(2),
    /** The cloud refused it. */
    FAILED(3),
    /** It made room for another. */
    DROPPED(4);

    private final int code;

    State(int code) {
        this.code = code;
    }

    /** As the database has it: never to be changed. */
    int code() {
        return code;
    }

    static State of(int code) {
        return Arrays.stream(values())
                .filter(state -> state.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no state " + code));
    }

    /** As answers have it, for example {@code refined}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
