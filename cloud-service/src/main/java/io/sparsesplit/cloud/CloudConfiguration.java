package io.sparsesplit.cloud;

import io.micrometer.core.instrument.MeterRegistry;
import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.service.admission.Admission;
import io.sparsesplit.service.admission.AdmissionValve;
import io.sparsesplit.service.admission.OverloadProperties;
import io.sparsesplit.service.catalog.Catalog;
import io.sparsesplit.service.catalog.LoadedVersions;
import io.sparsesplit.service.problem.ErrorExamples;
import io.sparsesplit.service.settings.ModelProperties;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

/** What the cloud is made of, besides its annotated classes. */
@Configuration(proxyBeanMethods = false)
class CloudConfiguration {

    @Bean
    Catalog<CloudModel> catalog(ModelRepository repository, ModelProperties settings, MeterRegistry registry) {
        return new Catalog<>(repository, settings, new TailLoader(repository), registry);
    }

    @Bean
    LoadedVersions<CloudModel> loadedVersions(Catalog<CloudModel> catalog) {
        return catalog.loaded();
    }

    /** Metrics come later than the server that this stands in, and are not needed before. */
    @Bean
    AdmissionValve admissionValve(
            Admission admission, OverloadProperties properties, ObjectProvider<CloudMetrics> metrics) {
        Supplier<CloudMetrics> counting = SingletonSupplier.of(metrics::getObject);
        return new AdmissionValve(
                admission,
                properties,
                List.of("/complete", "/classify", "/v2/models/"),
                () -> counting.get().rejected(Rejection.OVERLOAD));
    }

    /** Takes the place of Tomcat's own, where {@code server.http2.enabled} has it. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> http2() {
        return factory -> factory.addConnectorCustomizers(connector -> {
            if (connector.findUpgradeProtocols().length > 0) {
                connector.addUpgradeProtocol(new BodilessUpgrade());
            }
        });
    }

    @Bean
    ErrorExamples errorExamples() {
        return CloudErrors.examples();
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .servers(List.of(new Server().url("/").description("this service")))
                .info(new Info()
                        .title("SparseSplit cloud")
                        .version("1")
                        .description("Completes the images that an edge could not answer by itself."));
    }
}
