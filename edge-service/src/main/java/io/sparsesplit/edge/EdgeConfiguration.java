package io.sparsesplit.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.sparsesplit.edge.link.Http1Link;
import io.sparsesplit.edge.link.Http2Link;
import io.sparsesplit.edge.link.Link;
import io.sparsesplit.edge.models.HeadLoader;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.service.ModelProperties;
import io.sparsesplit.service.models.Catalog;
import io.sparsesplit.service.models.HeldVersions;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import jakarta.servlet.MultipartConfigElement;
import java.net.URI;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
        registration.addUrlPatterns("/infer");
        return registration;
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("SparseSplit edge")
                        .version("1")
                        .description("Classifies images here whenever it can, and asks the cloud only when it must."));
    }
}
