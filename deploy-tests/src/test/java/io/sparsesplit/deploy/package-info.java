/**
 * Holds the files that ship SparseSplit to one another and to the services: images, compose file, Kubernetes manifests,
 * Prometheus and Grafana configuration. Everything here reads files; nothing needs an engine or a cluster.
 */
@NullMarked
package io.sparsesplit.deploy;

import org.jspecify.annotations.NullMarked;
