package io.sparsesplit.service.admission;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the {@link AdmissionValve} of a service, which says what work is, before all else. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OverloadProperties.class)
public class OverloadConfiguration {

    /** A refusal needs a thread, too: there must be more of them than requests at work. */
    @Bean
    Admission admission(OverloadProperties properties, @Value("${server.tomcat.threads.max:200}") int threads) {
        if (properties.maxConcurrent() >= threads) {
            throw new InvalidConfigurationPropertyValueException(
                    "sparsesplit.overload.max-concurrent",
                    properties.maxConcurrent(),
                    "Write less than server.tomcat.threads.max, which is %d: refusing takes threads, too."
                            .formatted(threads));
        }
        return new Admission(properties.maxConcurrent());
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> admissionFirst(AdmissionValve valve) {
        return factory -> factory.addEngineValves(valve);
    }
}
