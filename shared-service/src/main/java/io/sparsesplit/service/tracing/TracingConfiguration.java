package io.sparsesplit.service.tracing;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** What tracing needs besides Spring Boot's own. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingProperties.class)
public class TracingConfiguration {

    /** Right behind the filter that begins a request's span. */
    private static final int BEHIND_THE_SPAN = Ordered.HIGHEST_PRECEDENCE + 2;

    @Bean
    @ConditionalOnProperty(TracingProperties.ENABLED)
    FilterRegistrationBean<TraceparentFilter> traceparentFilter(Tracer tracer) {
        FilterRegistrationBean<TraceparentFilter> filter = new FilterRegistrationBean<>(new TraceparentFilter(tracer));
        filter.setOrder(BEHIND_THE_SPAN);
        return filter;
    }

    /** Probes and scrapes come by the thousand, and nobody looks for them. */
    @Bean
    @ConditionalOnProperty(TracingProperties.ENABLED)
    SpanExportingPredicate withoutActuator() {
        return span -> !span.getTags().getOrDefault("http.url", "").startsWith("/actuator");
    }
}
