package io.sparsesplit.edge;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.sparsesplit.edge.adaptation.Controller;
import io.sparsesplit.edge.adaptation.ControllerProperties;
import io.sparsesplit.edge.adaptation.Ticker;
import io.sparsesplit.edge.inference.ImageProperties;
import io.sparsesplit.edge.models.HeadLoader;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.offload.CloudClient;
import io.sparsesplit.edge.offload.CloudProperties;
import io.sparsesplit.edge.transport.Http1Link;
import io.sparsesplit.edge.transport.Http2Link;
import io.sparsesplit.edge.transport.Link;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.service.catalog.Catalog;
import io.sparsesplit.service.catalog.LoadedVersions;
import io.sparsesplit.service.settings.ModelProperties;
import java.net.URI;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the edge is made of, besides its annotated classes. */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

    @Bean
    Catalog<ServedModel> catalog(
            ModelRepository repository, ModelProperties settings, ImageProperties images, MeterRegistry registry) {
        return new Catalog<>(repository, settings, new HeadLoader(repository, images.toLimits()), registry);
    }

    @Bean
    LoadedVersions<ServedModel> servedVersions(Catalog<ServedModel> catalog) {
        return catalog.loaded();
    }

    @Bean
    Ticker ticker() {
        return System::nanoTime;
    }

    @Bean
    Controller controller(ControllerProperties properties, Ticker ticker, CircuitBreakerRegistry breakers) {
        CircuitBreaker breaker = breakers.circuitBreaker(CloudClient.BREAKER);
        return new Controller(properties, ticker, () -> switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> true;
            default -> false;
        });
    }

    @Bean
    Link link(CloudProperties cloud) {
        URI url = URI.create(cloud.url());
        return cloud.isHttp2()
                ? new Http2Link(url, cloud.connectTimeout(), cloud.responseTimeout())
                // And a connection for the outbox, so that images that are waited for never wait for it.
                : new Http1Link(url, cloud.connectTimeout(), cloud.responseTimeout(), cloud.maxConcurrentCalls() + 1);
    }
}
