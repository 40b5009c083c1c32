package io.sparsesplit.service.management;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets only those change something below {@code /management} who have the key; whoever adds an endpoint there need not ask. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ManagementProperties.class)
public class ManagementConfiguration {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    @Bean
    ManagementKey managementKey(ManagementProperties properties) {
        return new ManagementKey(properties);
    }

    @Bean
    KeyDocumentation keyDocumentation() {
        return new KeyDocumentation();
    }

    @Bean
    WebMvcConfigurer managementGuard(ManagementKey key) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new Guard(key)).addPathPatterns("/management/**");
            }
        };
    }

    private record Guard(ManagementKey key) implements HandlerInterceptor {

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            if (!READING.contains(request.getMethod())) {
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                key.require(request.getHeader(HttpHeaders.AUTHORIZATION));
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, null);
            }
            return true;
        }
    }
}
