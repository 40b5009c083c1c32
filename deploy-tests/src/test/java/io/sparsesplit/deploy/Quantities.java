package io.sparsesplit.deploy;

import io.kubernetes.client.custom.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Amounts as Kubernetes writes them, and sizes as Spring Boot does. */
final class Quantities {

    private static final BigDecimal MIB = BigDecimal.valueOf(1 << 20);

    private Quantities() {}

    /** 0 when there is none. */
    static BigDecimal of(JsonNode quantity) {
        return new Quantity(quantity.asString("0")).getNumber();
    }

    /** In whole MiB, rounded down; 0 when there is none. */
    static long mib(JsonNode quantity) {
        return of(quantity).divide(MIB, RoundingMode.FLOOR).longValue();
    }

    /** Of a size like 64MB, which Spring Boot counts in powers of 1024. */
    static long mib(String size) {
        return mib(StringNode.valueOf(size.replaceFirst("B$", "i")));
    }
}
