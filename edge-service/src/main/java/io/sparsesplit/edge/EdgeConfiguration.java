package io.sparsesplit.edge;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.sparsesplit.edge.control.Controller;
import io.sparsesplit.edge.control.ControllerProperties;
import io.sparsesplit.edge.control.Ticker;
import io.sparsesplit.edge.link.Http1Link;
import io.sparsesplit.edge.link.Http2Link;
import io.sparsesplit.edge.link.Link;
import io.sparsesplit.edge.models.HeadLoader;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.service.ErrorExamples;
import io.sparsesplit.service.ModelProperties;
import io.sparsesplit.service.models.Catalog;
import io.sparsesplit.service.models.HeldVersions;
import io.sparsesplit.service.overload.Admission;
import io.sparsesplit.service.overload.AdmissionValve;
import io.sparsesplit.service.overload.OverloadProperties;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import jakarta.servlet.MultipartConfigElement;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.util.function.SingletonSupplier;

/** What the edge is made of, besides its annotated classes. */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

    /** Headers and boundaries of a form around its image. */
    private static final int FORM_BYTES = 1 << 14;

    @Bean
    Catalog<ServedModel> catalog(
            ModelRepository repository, ModelProperties settings, ImageProperties images, MeterRegistry registry) {
        return new Catalog<>(repository, settings, new HeadLoader(repository, images.toLimits()), registry);
    }

    @Bean
    HeldVersions<ServedModel> servedVersions(Catalog<ServedModel> catalog) {
        return catalog.held();
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

    /** Forms obey the same limit as bare images, and never touch the disk. */
    @Bean
    MultipartConfigElement multipartConfig(ImageProperties properties) {
        int max = properties.toLimits().maxBytes();
        return new MultipartConfigElement("", max, max + FORM_BYTES, max);
    }

    @Bean
    FilterRegistrationBean<ErrorCount> errorCount(EdgeMetrics metrics) {
        FilterRegistrationBean<ErrorCount> registration = new FilterRegistrationBean<>(new ErrorCount(metrics));
        registration.addUrlPatterns("/infer", "/infer/batch", "/v2/models/*");
        return registration;
    }

    /** Metrics come later than the server that this stands in, and are not needed before. */
    @Bean
    AdmissionValve admissionValve(
            Admission admission, OverloadProperties properties, ObjectProvider<EdgeMetrics> metrics) {
        Supplier<EdgeMetrics> counting = SingletonSupplier.of(metrics::getObject);
        return new AdmissionValve(
                admission,
                properties,
                List.of("/infer", "/v2/models/", "/console/seen"),
                () -> counting.get().failed(HttpStatus.SERVICE_UNAVAILABLE.value()));
    }

    @Bean
    ErrorExamples errorExamples() {
        return EdgeErrors.examples();
    }

    /** What most come for stands on top of Swagger UI. */
    @Bean
    OpenApiCustomizer inferenceFirst() {
        return api -> api.setTags(api.getTags().stream()
                .sorted(Comparator.comparing(tag -> !tag.getName().equals("Inference")))
                .toList());
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .servers(List.of(new Server().url("/").description("this service")))
                .info(new Info()
                        .title("SparseSplit edge")
                        .version("1")
                        .description("Classifies images here whenever it can, and asks the cloud only when it must."));
    }
}
