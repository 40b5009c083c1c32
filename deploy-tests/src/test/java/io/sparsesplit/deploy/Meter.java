package io.sparsesplit.deploy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A meter that the services promise to the outside, as Micrometer names it and as Prometheus sees it. */
record Meter(String name, Set<String> prometheusNames) {

    static final List<Meter> ALL = List.of(
            of("sparsesplit.inference", "_seconds_bucket", "_seconds_count", "_seconds_sum", "_seconds_max"),
            timer("sparsesplit.head"),
            timer("sparsesplit.tail"),
            timer("sparsesplit.cloud.call"),
            counter("sparsesplit.exits"),
            counter("sparsesplit.errors"),
            counter("sparsesplit.bytes.image"),
            counter("sparsesplit.bytes.payload"),
            counter("sparsesplit.bytes.frame"),
            counter("sparsesplit.bytes.wire"),
            of("sparsesplit.confidence", "_count", "_sum", "_max"),
            of("resilience4j.circuitbreaker.state", ""));

    static Set<String> allPrometheusNames() {
        return ALL.stream().flatMap(meter -> meter.prometheusNames.stream()).collect(Collectors.toSet());
    }

    private static Meter timer(String name) {
        return of(name, "_seconds_count", "_seconds_sum", "_seconds_max");
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
