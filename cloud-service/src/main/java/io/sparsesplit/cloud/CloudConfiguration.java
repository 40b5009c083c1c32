package io.sparsesplit.cloud;

import io.micrometer.core.instrument.MeterRegistry;
import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.service.ModelProperties;
import io.sparsesplit.service.models.Catalog;
import io.sparsesplit.service.models.HeldVersions;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the cloud is made of, besides its annotated classes. */
@Configuration(proxyBeanMethods = false)
class CloudConfiguration {

    @Bean
    Catalog<CloudModel> catalog(ModelRepository repository, ModelProperties settings, MeterRegistry registry) {
        return new Catalog<>(repository, settings, new TailLoader(repository), registry);
    }

    @Bean
    HeldVersions<CloudModel> heldVersions(Catalog<CloudModel> catalog) {
        return catalog.held();
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("SparseSplit cloud")
                        .version("1")
                        .description("Completes the images that an edge could not answer by itself."));
    }
}
