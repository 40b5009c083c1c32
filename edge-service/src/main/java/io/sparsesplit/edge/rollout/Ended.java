package io.sparsesplit.edge.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * How the last trial ended.
 *
 * @param version that was tried
 * @param role that it had
 * @param how it ended
 * @param reason when it was rolled back; else null
 * @param detail a sentence
 * @param requests that the candidate saw
 * @param incumbentRequests that the incumbent answered meanwhile
 * @param seconds that it took
 * @param at when it ended
 */
record Ended(
        String version,
        String role,
        String how,
        @Nullable String reason,
        String detail,
        long requests,
        long incumbentRequests,
        double seconds,
        Instant at) {

    /** What became of a candidate. */
    enum How {
        /** It is the default. */
        PROMOTED(Level.INFO),
        /** It left its bounds, or was not wanted. */
        ROLLED_BACK(Level.WARN),
        /** Another trial was started. */
        REPLACED(Level.INFO),
        /** It, or the incumbent, is no longer what it was. */
        SUPERSEDED(Level.WARN);

        private final Level level;

        How(Level level) {
            this.level = level;
        }

        Level level() {
            return level;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Ended of(Trial trial, How how, @Nullable RollbackReason reason, String detail) {
        Instant now = Instant.now();
        return new Ended(
                trial.candidate().manifest().version(),
                trial.role().toString(),
                how.toString(),
                reason == null ? null : reason.toString(),
                detail,
                trial.requests(),
                trial.incumbentRequests(),
                Duration.between(trial.since(), now).toMillis() / 1000.0,
                now);
    }
}
