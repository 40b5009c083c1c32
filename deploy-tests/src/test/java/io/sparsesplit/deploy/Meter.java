package io.sparsesplit.deploy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A meter that the services promise to the outside, as Micrometer names it and as Prometheus sees it. */
record Meter(String name, Set<String> prometheusNames) {

    /** The services' own. */
    static final List<Meter> OWN = List.of(
            histogram("sparsesplit.inference", "_seconds"),
            histogram("sparsesplit.head", "_seconds"),
            histogram("sparsesplit.cloud.call", "_seconds"),
            of("sparsesplit.cloud.frames", "_count", "_sum", "_max"),
            counter("sparsesplit.exits"),
            counter("sparsesplit.errors"),
            counter("sparsesplit.bytes.image"),
            counter("sparsesplit.bytes.payload"),
            counter("sparsesplit.bytes.frame"),
            counter("sparsesplit.bytes.wire"),
            of("sparsesplit.confidence", "_count", "_sum", "_max"),
            histogram("sparsesplit.confidence.percent", ""),
            counter("sparsesplit.exit.decisions"),
            counter("sparsesplit.none.of.these"),
            of("sparsesplit.exit.agreement", "_count", "_sum", "_max"),
            of("sparsesplit.model.exit.rate", ""),
            of("sparsesplit.model.info", ""),
            of("sparsesplit.models.held", ""),
            counter("sparsesplit.models.loads"),
            counter("sparsesplit.rollout.requests"),
            counter("sparsesplit.rollout.rollbacks"),
            counter("sparsesplit.rollout.pulls"),
            of("sparsesplit.rollout.substituted", ""),
            of("sparsesplit.controller.threshold", ""),
            of("sparsesplit.controller.offset", ""),
            of("sparsesplit.controller.offset.min", ""),
            of("sparsesplit.controller.offset.max", ""),
            of("sparsesplit.controller.codec", ""),
            of("sparsesplit.controller.link", "_seconds"),
            of("sparsesplit.controller.spent", "_bytes"),
            of("sparsesplit.controller.budget", "_bytes"),
            counter("sparsesplit.controller.changes"),
            of("sparsesplit.outbox.pending", ""),
            of("sparsesplit.outbox.capacity", ""),
            of("sparsesplit.outbox.oldest.age", "_seconds"),
            of("sparsesplit.outbox.listeners", ""),
            counter("sparsesplit.outbox.dropped"),
            counter("sparsesplit.outbox.refinements"),
            counter("sparsesplit.outbox.failures"),
            counter("sparsesplit.outbox.deliveries"),
            counter("sparsesplit.completions"),
            counter("sparsesplit.frames"),
            counter("sparsesplit.frames.rejected"),
            counter("sparsesplit.images.rejected"),
            counter("sparsesplit.bytes.body"),
            histogram("sparsesplit.tail", "_seconds"),
            histogram("sparsesplit.classification", "_seconds"));

    /** Those of the libraries below that operators look at. */
    private static final List<Meter> LIBRARIES = List.of(
            of("resilience4j.circuitbreaker.state", ""),
            of("jvm.memory.used", "_bytes"),
            of("jvm.memory.committed", "_bytes"),
            of("jvm.memory.max", "_bytes"),
            of("jvm.memory.usage.after.gc", ""),
            of("jvm.buffer.memory.used", "_bytes"),
            of("jvm.gc.overhead", ""),
            of("jvm.gc.pause", "_seconds_count", "_seconds_sum", "_seconds_max"),
            of("jvm.gc.memory.allocated", "_bytes_total"),
            of("jvm.threads.states", "_threads"),
            of("process.cpu.usage", ""),
            of("process.uptime", "_seconds"),
            of("process.files.open", "_files"),
            of("http.server.requests", "_seconds_count", "_seconds_sum", "_seconds_max"),
            counter("logback.events"));

    static final List<Meter> ALL =
            Stream.concat(OWN.stream(), LIBRARIES.stream()).toList();

    static Set<String> allPrometheusNames() {
        return ALL.stream().flatMap(meter -> meter.prometheusNames.stream()).collect(Collectors.toSet());
    }

    private static Meter histogram(String name, String unit) {
        return of(name, unit + "_bucket", unit + "_count", unit + "_sum", unit + "_max");
    }

    private static Meter counter(String name) {
        return of(name, "_total");
    }

    private static Meter of(String name, String... suffixes) {
        return new Meter(
                name,
                Stream.of(suffixes)
                        .map(suffix -> name.replace('.', '_') + suffix)
                        .collect(Collectors.toSet()));
    }

    @Override
    public String toString() {
        return name;
    }
}
