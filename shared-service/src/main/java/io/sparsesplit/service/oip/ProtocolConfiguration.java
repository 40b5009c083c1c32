package io.sparsesplit.service.oip;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What a service gets for its controllers of the protocol: limits, what a server says of itself, and the model repository extension. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProtocolProperties.class)
@Import({ServerController.class, RepositoryExtension.class})
public class ProtocolConfiguration {}
