package io.sparsesplit.edge;

import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.models.ServedModels;
import io.sparsesplit.edge.offload.CloudProperties;
import io.sparsesplit.edge.offload.Offload;
import io.sparsesplit.edge.transport.Link;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Runs before the service reports that it is ready: connects to the cloud, so that the first client does not wait for that,
 * and says what is served and where.
 */
@Component
class StartUp implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(StartUp.class);

    private final ServedModels models;
    private final CloudProperties cloud;
    private final Link link;
    private final Environment environment;

    StartUp(ServedModels models, CloudProperties cloud, Link link, Environment environment) {
        this.models = models;
        this.cloud = cloud;
        this.link = link;
        this.environment = environment;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        ServedModel model = models.defaultModel();
        warmUpConnections();
        LOG.info(
                "POST http://{}:{}/infer answers with {} {} (fingerprint {}, {} parameters), cloud {}, see /swagger-ui.html",
                environment.getProperty("server.address", "localhost"),
                environment.getProperty("local.server.port"),
                model.manifest().name(),
                model.manifest().version(),
                model.fingerprint().toString().substring(0, 16),
                model.head().parameters(),
                cloud.url());
    }

    /** In the background: whether the cloud is there must not matter to the edge's start. */
    private void warmUpConnections() {
        Thread thread = new Thread(
                () -> {
                    try {
                        link.warmUp(Offload.COMPLETE);
                    } catch (IOException e) {
                        LOG.info("The cloud at {} does not answer yet: {}", cloud.url(), e.getMessage());
                    }
                },
                "warm-up");
        thread.setDaemon(true);
        thread.start();
    }
}
