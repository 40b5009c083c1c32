package io.sparsesplit.edge.web;

import io.sparsesplit.edge.telemetry.EdgeMetrics;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Counts the errors of a path, also those that are found before a controller is. */
class ErrorCount extends OncePerRequestFilter {

    private final EdgeMetrics metrics;

    ErrorCount(EdgeMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        if (response.getStatus() >= 400) {
            metrics.failed(response.getStatus());
        }
    }
}
