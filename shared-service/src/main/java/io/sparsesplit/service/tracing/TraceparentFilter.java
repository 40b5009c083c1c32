package io.sparsesplit.service.tracing;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts the service's own span where the client's stood: whoever reads {@code traceparent} behind it reads the trace that spans and
 * log lines of the request have, also where the client had none.
 */
final class TraceparentFilter extends OncePerRequestFilter {

    private final Tracer tracer;

    TraceparentFilter(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Span span = tracer.currentSpan();
        chain.doFilter(
                span == null ? request : new Traced(request, Trace.within(span).toHeader()), response);
    }

    private static final class Traced extends HttpServletRequestWrapper {

        private final String traceparent;

        Traced(HttpServletRequest request, String traceparent) {
            super(request);
            this.traceparent = traceparent;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return Trace.HEADER.equalsIgnoreCase(name) ? traceparent : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return Trace.HEADER.equalsIgnoreCase(name)
                    ? Collections.enumeration(List.of(traceparent))
                    : super.getHeaders(name);
        }
    }
}
