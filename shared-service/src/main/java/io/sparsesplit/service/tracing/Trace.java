package io.sparsesplit.service.tracing;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request belongs to, as in the W3C's Trace Context.
 *
 * @param id 32 hexadecimal digits
 * @param span 16 hexadecimal digits: what in this trace the request belongs to
 * @param flags 2 hexadecimal digits
 */
public record Trace(String id, String span, String flags) {

    public static final String HEADER = "traceparent";

    private static final int SAMPLED = 1;

    private static final Pattern TRACEPARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    /** The trace of a {@code traceparent} header; a new one, which nobody records, when there is none, or none that is valid. */
    public static Trace of(@Nullable String traceparent) {
        if (traceparent != null) {
            Matcher matcher = TRACEPARENT.matcher(traceparent);
            if (matcher.matches()) {
                return new Trace(matcher.group(1), matcher.group(2), matcher.group(3));
            }
        }
        String span = random();
        return new Trace(span + random(), span, "00");
    }

    /** The trace of a span, for what belongs to it. */
    public static Trace within(Span span) {
        TraceContext context = span.context();
        return new Trace(context.traceId(), context.spanId(), Boolean.TRUE.equals(context.sampled()) ? "01" : "00");
    }

    /** Whether somebody records it. */
    public boolean isSampled() {
        return (Integer.parseInt(flags, 16) & SAMPLED) != 0;
    }

    /** The header for a request that belongs to this trace. */
    public String toHeader() {
        return "00-" + id + "-" + span + "-" + flags;
    }

    /** 16 hexadecimal digits, not all of them 0. */
    private static String random() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }
}
