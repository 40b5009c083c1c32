package io.sparsesplit.edge.outbox;

import java.nio.file.Path;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** Shows the outbox in {@code /actuator/health}. An alarm is worth seeing, but the edge still answers: it stays up. */
@Component
class OutboxHealthIndicator implements HealthIndicator {

    static final Status ALARM = new Status("ALARM");

    private final Outbox outbox;

    OutboxHealthIndicator(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public Health health() {
        Alarm.Raised raised = outbox.alarm().raised();
        Path setAside = outbox.alarm().setAside();
        Health.Builder health = raised == null ? Health.up() : Health.status(ALARM);
        health.withDetail("enabled", outbox.enabled());
        if (outbox.enabled()) {
            health.withDetail("pending", outbox.pending()).withDetail("oldestSeconds", outbox.oldestSeconds());
        }
        if (raised != null) {
            health.withDetail("alarm", raised.sentence()).withDetail("since", raised.since());
        }
        if (setAside != null) {
            health.withDetail("damagedFile", setAside.toString());
        }
        return health.build();
    }
}
