package io.sparsesplit.edge;

import io.sparsesplit.service.Http;
import io.sparsesplit.service.oip.OpenInferenceContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;

/** The protocol, byte for byte, on the edge. */
@ExtendWith(ServicePair.Shared.class)
class OpenInferenceContractTest extends OpenInferenceContract {

    private ConfigurableApplicationContext edge;
    private Http http;

    @BeforeAll
    void start(ServicePair pair) {
        edge = pair.edge(
                context -> {
                    context.registerBean(Failing.class);
                    context.registerBean(Lingering.class);
                },
                SETTINGS);
        http = new Http(edge);
    }

    @AfterAll
    void stop() {
        edge.close();
    }

    @Override
    protected Http http() {
        return http;
    }

    @Override
    protected Lingering lingering() {
        return edge.getBean(Lingering.class);
    }
}
