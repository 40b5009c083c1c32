package io.sparsesplit.service.catalog;

import io.micrometer.core.instrument.MeterRegistry;
import io.sparsesplit.service.settings.ModelProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What a service that has a {@link Catalog} gets for it: the management API, the watch, health and gauges. */
@Configuration(proxyBeanMethods = false)
@Import(ModelController.class)
public class ModelsConfiguration {

    @Bean
    RepositoryWatch repositoryWatch(Catalog<?> catalog, ModelProperties settings) {
        return new RepositoryWatch(catalog, settings);
    }

    @Bean
    HealthIndicator modelsHealthIndicator(Catalog<?> catalog) {
        return new ModelsHealth(catalog);
    }

    @Bean
    ModelGauges modelGauges(MeterRegistry registry, LoadedVersions<?> versions) {
        return new ModelGauges(registry, versions);
    }
}
