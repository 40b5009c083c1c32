package io.sparsesplit.cloud;

import io.sparsesplit.service.SharedConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The cloud service: completes what an edge began. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@Import(SharedConfiguration.class)
public class CloudApplication {

    public static void main(String[] args) {
        start(args);
    }

    /**
     * Starts the service as {@link SpringApplication} does. Its defaults are in {@code cloud.yml}, so that both services
     * fit on one class path; an {@code application.yml} beside the program is read as usual and goes before them.
     */
    public static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(CloudApplication.class)
                .properties("spring.config.name=cloud,application")
                .run(args);
    }
}
