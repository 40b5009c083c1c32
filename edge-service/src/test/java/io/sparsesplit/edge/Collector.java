package io.sparsesplit.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes spans, as OTLP over HTTP has them. */
final class Collector implements Closeable {

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /** A span that came; the parent is empty where there is none. Times in nanoseconds. */
    record Span(
            String service, String name, String kind, String trace, String id, String parent, long start, long end) {

        boolean within(Span other) {
            return start >= other.start && end <= other.end;
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** All spans so far. */
    List<Span> spans() {
        return spans;
    }

    private void take(HttpExchange exchange) throws IOException {
        for (ResourceSpans service :
                ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList()) {
            String name = service.getResource().getAttributesList().stream()
                    .filter(attribute -> attribute.getKey().equals("service.name"))
                    .map(attribute -> attribute.getValue().getStringValue())
                    .findFirst()
                    .orElse("");
            for (ScopeSpans scope : service.getScopeSpansList()) {
                scope.getSpansList()
                        .forEach(span -> spans.add(new Span(
                                name,
                                span.getName(),
                                span.getKind().name().replace("SPAN_KIND_", ""),
                                HexFormat.of().formatHex(span.getTraceId().toByteArray()),
                                HexFormat.of().formatHex(span.getSpanId().toByteArray()),
                                HexFormat.of().formatHex(span.getParentSpanId().toByteArray()),
                                span.getStartTimeUnixNano(),
                                span.getEndTimeUnixNano())));
            }
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
