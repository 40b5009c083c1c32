package io.sparsesplit.service;

import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.service.management.ManagementConfiguration;
import io.sparsesplit.service.models.ModelsConfiguration;
import io.sparsesplit.service.overload.OverloadConfiguration;
import io.sparsesplit.service.protocol.ProtocolConfiguration;
import io.sparsesplit.service.tracing.TracingConfiguration;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What a service takes over from here by importing it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelProperties.class)
@Import({
    ProblemAdvice.class,
    ProblemErrorController.class,
    OptionalParameters.class,
    DeferredFlushFilter.class,
    ManagementConfiguration.class,
    ModelsConfiguration.class,
    OverloadConfiguration.class,
    ProtocolConfiguration.class,
    TracingConfiguration.class
})
public class SharedConfiguration {

    @Bean
    ModelRepository modelRepository(ModelProperties properties) {
        return new ModelRepository(properties.repository());
    }

    @Bean
    ProblemDocumentation problemDocumentation(ErrorExamples examples) {
        return new ProblemDocumentation(examples);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemValve() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
            }
        });
    }
}
