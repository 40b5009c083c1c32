package io.sparsesplit.service.catalog;

import io.sparsesplit.service.catalog.VersionState.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Which versions are loaded and which are refused. Always up: there is always one that answers. */
final class ModelsHealth extends AbstractHealthIndicator {

    private final Catalog<?> catalog;

    ModelsHealth(Catalog<?> catalog) {
        this.catalog = catalog;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        List<VersionState> states = catalog.states();
        Map<String, String> refused = new LinkedHashMap<>();
        states.stream()
                .filter(state -> state.state() == State.REFUSED)
                .forEach(state -> refused.put(named(state), String.valueOf(state.problem())));
        builder.up()
                .withDetail("policy", catalog.policy())
                .withDetail(
                        "held",
                        states.stream()
                                .filter(state -> state.state() == State.HELD)
                                .map(ModelsHealth::named)
                                .toList())
                .withDetail("refused", refused);
    }

    private static String named(VersionState state) {
        return state.name() + " " + state.version();
    }
}
