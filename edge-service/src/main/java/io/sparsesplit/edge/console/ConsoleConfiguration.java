package io.sparsesplit.edge.console;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the console is. */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

    /** Of a servlet's patterns, the empty one is the root alone. */
    private static final String ROOT = "";

    @Bean
    FilterRegistrationBean<PageHeaders> pageHeaders() {
        FilterRegistrationBean<PageHeaders> registration = new FilterRegistrationBean<>(new PageHeaders());
        registration.addUrlPatterns(ROOT, "/index.html", "/favicon.svg", "/console/*", "/samples/*");
        return registration;
    }
}
