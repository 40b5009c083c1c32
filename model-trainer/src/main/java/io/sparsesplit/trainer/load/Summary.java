package io.sparsesplit.trainer.load;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A load, and what came of it.
 *
 * @param posts what was posted
 * @param connections at most
 * @param measured what came of it
 * @param stopped whether it was stopped before its end
 */
record Summary(Posts posts, int connections, Measurement measured, boolean stopped) {

    boolean isGood() {
        return measured.failed() == 0 && measured.good() > 0;
    }

    /** Share of the requests, in percent. */
    double percent(long requests) {
        return measured.due() == 0 ? 0 : 100.0 * requests / measured.due();
    }

    /** Bytes on the wire for each request sent, the warm-up's included. */
    double perRequest(long bytes) {
        return measured.requests() == 0 ? 0 : (double) bytes / measured.requests();
    }

    /** The figures, for JSON. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("url", posts.url().toString());
        figures.put("images", posts.size());
        figures.put("connections", connections);
        figures.put("stopped", stopped);
        figures.put("warmUpSeconds", measured.pace().warmUp().toMillis() / 1e3);
        figures.put("seconds", measured.seconds());
        figures.put("rateAsked", measured.pace().perSecond());
        figures.put("rateReached", measured.ratePerSecond());
        figures.put("goodput", measured.goodputPerSecond());
        figures.put("due", measured.due());
        figures.put("sent", measured.sent());
        figures.put("good", measured.good());
        figures.put("failed", measured.failed());
        figures.put("sentLate", measured.late());
        figures.put("mostLateMs", measured.mostLateMs());
        figures.put("sentLateByItself", measured.lateByItself());
        figures.put("mostLateByItselfMs", measured.mostLateByItselfMs());
        figures.put("responseMs", measured.response().figures());
        figures.put("serviceMs", measured.service().figures());
        figures.put("answers", kinds(measured.answers()));
        figures.put("failures", kinds(measured.failures()));
        figures.put("bytesSent", measured.bytesSent());
        figures.put("bytesReceived", measured.bytesReceived());
        figures.put("bytesSentPerRequest", perRequest(measured.bytesSent()));
        figures.put("bytesReceivedPerRequest", perRequest(measured.bytesReceived()));
        return figures;
    }

    private static Map<String, Object> kinds(Map<String, Latency> kinds) {
        Map<String, Object> figures = new LinkedHashMap<>();
        kinds.forEach((kind, latency) ->
                figures.put(kind, Map.of("count", latency.count(), "responseMs", latency.figures())));
        return figures;
    }
}
