package io.sparsesplit.cloud;

import io.sparsesplit.model.artifact.CloudModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Runs before the service reports that it is ready: says what is served and where. */
@Component
class StartUp implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(StartUp.class);

    private final LoadedModels models;
    private final Environment environment;

    StartUp(LoadedModels models, Environment environment) {
        this.models = models;
        this.environment = environment;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        for (CloudModel model : models.all()) {
            LOG.info(
                    "POST http://{}:{}/complete completes {} {} (fingerprint {}, {} parameters)",
                    environment.getProperty("server.address", "localhost"),
                    environment.getProperty("local.server.port"),
                    model.manifest().name(),
                    model.manifest().version(),
                    model.fingerprint().toString().substring(0, 16),
                    model.tail().parameters());
        }
    }
}
