package io.sparsesplit.cloud.oip;

import io.sparsesplit.cloud.CloudApplication;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.SmallModel;
import io.sparsesplit.service.oip.OpenInferenceContract;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The protocol, byte for byte, on the cloud. */
class OpenInferenceContractTest extends OpenInferenceContract {

    private ConfigurableApplicationContext cloud;
    private Http http;

    @BeforeAll
    void start(@TempDir Path repository) {
        SmallModel.publish(repository, 1);
        cloud = new SpringApplicationBuilder(CloudApplication.class, Failing.class, Lingering.class)
                .properties("spring.config.name=cloud,application")
                .run(Stream.concat(
                                Stream.of(SETTINGS),
                                Stream.of(
                                        "server.port=0",
                                        "sparsesplit.model.repository=" + repository,
                                        "sparsesplit.model.name=" + SmallModel.NAME))
                        .map(setting -> "--" + setting)
                        .toArray(String[]::new));
        http = new Http(cloud);
    }

    @AfterAll
    void stop() {
        cloud.close();
    }

    @Override
    protected Http http() {
        return http;
    }

    @Override
    protected Lingering lingering() {
        return cloud.getBean(Lingering.class);
    }
}
