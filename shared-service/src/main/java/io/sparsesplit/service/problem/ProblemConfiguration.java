package io.sparsesplit.service.problem;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Errors as problem details, in answers and in the API's documentation. */
@Configuration(proxyBeanMethods = false)
@Import(ProblemErrorController.class)
public class ProblemConfiguration {

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
