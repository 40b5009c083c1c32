package io.sparsesplit.edge.batch;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;

/** Keeps the framework from reading the body of a batch before {@link Form} does. */
@Configuration(proxyBeanMethods = false)
class BatchConfiguration {

    @Bean
    MultipartResolver multipartResolver() {
        return new StandardServletMultipartResolver() {

            @Override
            public boolean isMultipart(HttpServletRequest request) {
                return !(request instanceof QueryOnly) && super.isMultipart(request);
            }
        };
    }

    @Bean
    FilterRegistrationBean<OncePerRequestFilter> queryOnly() {
        FilterRegistrationBean<OncePerRequestFilter> registration =
                new FilterRegistrationBean<>(new OncePerRequestFilter() {

                    @Override
                    protected void doFilterInternal(
                            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                            throws ServletException, IOException {
                        chain.doFilter(new QueryOnly(request), response);
                    }
                });
        registration.addUrlPatterns(BatchController.PATH);
        registration.setName("queryOnly");
        return registration;
    }
}
