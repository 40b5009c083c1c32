package io.sparsesplit.edge.web;

import io.sparsesplit.edge.inference.ImageProperties;
import io.sparsesplit.edge.telemetry.EdgeMetrics;
import io.sparsesplit.service.admission.Admission;
import io.sparsesplit.service.admission.AdmissionValve;
import io.sparsesplit.service.admission.OverloadProperties;
import io.sparsesplit.service.problem.ErrorExamples;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import jakarta.servlet.MultipartConfigElement;
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

/** Limits, filters and documentation of the edge's HTTP interface. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    /** Headers and boundaries of a form around its image. */
    private static final int FORM_BYTES = 1 << 14;

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
