package io.sparsesplit.edge;

import io.sparsesplit.service.SharedConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The edge service: answers images by itself when it is sure, and asks the cloud when it is not. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@Import(SharedConfiguration.class)
public class EdgeApplication {

    public static void main(String[] args) {
        start(args);
    }

    /**
     * Starts the service as {@link SpringApplication} does. Its defaults are in {@code edge.yml}, so that both services
     * fit on one class path; an {@code application.yml} beside the program is read as usual and goes before them.
     */
    public static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(EdgeApplication.class)
                .properties("spring.config.name=edge,application")
                .run(args);
    }
}
