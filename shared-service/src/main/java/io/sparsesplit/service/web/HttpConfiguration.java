package io.sparsesplit.service.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Advice and filters of both services. */
@Configuration(proxyBeanMethods = false)
@Import({ProblemAdvice.class, OptionalParameters.class, DeferredFlushFilter.class})
public class HttpConfiguration {}
