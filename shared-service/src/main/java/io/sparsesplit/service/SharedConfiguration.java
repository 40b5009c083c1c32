package io.sparsesplit.service;

import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.service.admission.OverloadConfiguration;
import io.sparsesplit.service.catalog.ModelsConfiguration;
import io.sparsesplit.service.management.ManagementConfiguration;
import io.sparsesplit.service.oip.ProtocolConfiguration;
import io.sparsesplit.service.problem.ProblemConfiguration;
import io.sparsesplit.service.settings.ModelProperties;
import io.sparsesplit.service.tracing.TracingConfiguration;
import io.sparsesplit.service.web.HttpConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What a service takes over from here by importing it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelProperties.class)
@Import({
    ProblemConfiguration.class,
    HttpConfiguration.class,
    ManagementConfiguration.class,
    ModelsConfiguration.class,
    OverloadConfiguration.class,
    ProtocolConfiguration.class,
    TracingConfiguration.class
})
public class SharedConfiguration {

    @Bean
    ModelRepository modelRepository(ModelProperties properties) {
        return new ModelRepository(properties.repository());
    }
}
