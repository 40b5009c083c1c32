package io.sparsesplit.cloud;

import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.service.ModelProperties;
import io.sparsesplit.service.models.HeldVersions;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the cloud is made of, besides its annotated classes. */
@Configuration(proxyBeanMethods = false)
class CloudConfiguration {

    @Bean
    HeldVersions<CloudModel> heldVersions(ModelRepository repository, ModelProperties properties) {
        return new HeldVersions<>(List.of(repository.loadCloud(properties.name(), properties.version())));
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
