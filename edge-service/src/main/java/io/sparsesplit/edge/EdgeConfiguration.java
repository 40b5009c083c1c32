package io.sparsesplit.edge;

import io.sparsesplit.edge.link.Http1Link;
import io.sparsesplit.edge.link.Http2Link;
import io.sparsesplit.edge.link.Link;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.service.ModelProperties;
import io.sparsesplit.service.models.HeldVersions;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import jakarta.servlet.MultipartConfigElement;
import java.net.URI;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the edge is made of, besides its annotated classes. */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

    /** Headers and boundaries of a form around its image. */
    private static final int FORM_BYTES = 1 << 14;

    @Bean
    HeldVersions<ServedModel> servedVersions(
            ModelRepository repository, ModelProperties properties, ImageProperties images) {
        EdgeModel model = repository.loadEdge(properties.name(), properties.version());
        return new HeldVersions<>(
                List.of(new ServedModel(model, new ImageDecoder(model.manifest().preprocessing(), images.toLimits()))));
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
