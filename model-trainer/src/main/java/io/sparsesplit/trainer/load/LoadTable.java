package io.sparsesplit.trainer.load;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** A load for those who operate an edge. */
final class LoadTable {

    private final Summary summary;
    private final Measurement measured;

    LoadTable(Summary summary) {
        this.summary = summary;
        this.measured = summary.measured();
    }

    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%nPOST %s: %,d different images, at most %,d at a time%n%n",
                summary.posts().url(),
                summary.posts().size(),
                summary.connections());
        if (summary.stopped()) {
            out.printf(Locale.ROOT, "  stopped after %.1f s%n", measured.seconds());
        }
        out.printf(
                Locale.ROOT,
                "  sent           %,12d   %,.1f per second, asked for %,.1f%n",
                measured.sent(),
                measured.ratePerSecond(),
                measured.pace().perSecond());
        out.printf(
                Locale.ROOT,
                "  good answers   %,12d   %,.1f per second (goodput)%n",
                measured.good(),
                measured.goodputPerSecond());
        out.printf(
                Locale.ROOT,
                "  failed         %,12d   %.2f %%%n",
                measured.failed(),
                summary.percent(measured.failed()));
        out.printf(
                Locale.ROOT,
                "  sent late      %,12d   by more than 1 ms; at most %.1f ms%n",
                measured.late(),
                measured.mostLateMs());
        percentiles(out);
        kinds(out, "answered by", measured.answers());
        kinds(out, "failed", measured.failures());
        out.printf("%n  bytes on the wire, headers included     per image          total%n");
        bytes(out, "sent", measured.bytesSent());
        bytes(out, "received", measured.bytesReceived());
        if (measured.lateByItself() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%n%,d of those sent late had a free connection: this program itself was late, by at most %.1f ms."
                            + " Ask for less,%nor run it on another machine than the edge, where this is more than a few.%n",
                    measured.lateByItself(),
                    measured.mostLateByItselfMs());
        }
        out.println();
        out.flush();
    }

    private void percentiles(PrintWriter out) {
        out.printf("%n  ms                ");
        Latency.SHOWN.keySet().forEach(name -> out.printf("%10s", name));
        out.printf("%10s%n", "max");
        percentiles(out, "response time", measured.response());
        percentiles(out, "service time", measured.service());
        out.printf("  The response time counts from when an image was due, the service time from when it was sent.%n");
    }

    private static void percentiles(PrintWriter out, String name, Latency latency) {
        out.printf("    %-16s", name);
        Latency.SHOWN.values().forEach(percentile -> out.printf(Locale.ROOT, "%10.2f", latency.ms(percentile)));
        out.printf(Locale.ROOT, "%10.2f%n", latency.maxMs());
    }

    private void kinds(PrintWriter out, String title, Map<String, Latency> kinds) {
        if (kinds.isEmpty()) {
            return;
        }
        out.printf("%n  %-28s     share      count    p50 ms    p99 ms    max ms%n", title);
        kinds.forEach((kind, latency) -> out.printf(
                Locale.ROOT,
                "    %-26s %7.2f %% %,10d%10.2f%10.2f%10.2f%n",
                kind,
                summary.percent(latency.count()),
                latency.count(),
                latency.ms(50),
                latency.ms(99),
                latency.maxMs()));
    }

    private void bytes(PrintWriter out, String what, long total) {
        out.printf(Locale.ROOT, "    %-35s %,10.1f %,14d%n", what, summary.perRequest(total), total);
    }
}
