package io.sparsesplit.service.protocol;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What a service gets for its controllers of the protocol: error objects, limits, and the model repository extension. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProtocolProperties.class)
@Import({ErrorObjects.class, RepositoryExtension.class})
public class ProtocolConfiguration {}
