package io.sparsesplit.deploy;

import java.util.Map;
import java.util.TreeMap;

/** What panels and alerts must show, from nothing but a client's ledger: plain arithmetic, no PromQL. */
final class Expectations {

    /** What the bundled model's manifest says, and its copies' with it. */
    private static final double MEASURED_EXIT_RATE = 0.9708;

    private final Map<String, Double> expected = new TreeMap<>();
    private final Traffic ledger;
    private final double seconds;

    private Expectations(Traffic ledger, double seconds) {
        this.ledger = ledger;
        this.seconds = seconds;
    }

    /**
     * The values, by panel or alert and labels.
     *
     * @param seconds that rates are averaged over
     */
    static Map<String, Double> of(Traffic ledger, double seconds) {
        Expectations expectations = new Expectations(ledger, seconds);
        expectations.overview();
        expectations.model();
        expectations.link();
        expectations.alerts();
        return expectations.expected;
    }

    private void overview() {
        double answers = count("answers");
        double errors = sum("error ");
        rate("overview: Images, A", answers);
        value("overview: Answered at the edge, A", count("exit edge") / answers);
        value("overview: In place of the cloud, A", count("exit edge-fallback") / answers);
        value("overview: Errors, A", errors / (answers + errors));
        value("overview: Bytes saved, A", 1 - count("wire sent") / count("image bytes"));
        value("overview: Bytes saved by edge, A", 1 - count("wire sent") / count("image bytes"));
        ledger.counts("exit ").forEach((exit, count) -> {
            rate("overview: Images per second, A {exit=" + exit + "}", count);
            value("overview: Exits, A {exit=" + exit + "}", count / answers);
        });
        rates("overview: Errors per second, A", "status", "error ");
        rate("overview: Bytes per second, A", count("image bytes"));
        rate("overview: Bytes per second, B", count("payload"));
        rate("overview: Bytes per second, C", count("frame"));
        rate("overview: Bytes per second, D {direction=sent}", count("wire sent"));
        rate("overview: Bytes per second, D {direction=received}", count("wire received"));
        value("overview: Bytes per image, A", count("image bytes") / answers);
        value("overview: Bytes per image, B", count("wire sent") / answers);
        rates("overview: Why the edge answered in place of the cloud, A", "reason", "fallback ");
        rate("overview: Images in the cloud, A", count("completed"));
        value("overview: Circuit breaker to the cloud, A", 0);
    }

    private void model() {
        rates("model: Images by version, A {model=mnist, version=%s}", "version ");
        value("model: Substituted, A", 0);
        value("model: Versions loaded, A {outcome=refused}", count("load refused"));
        value("model: Versions loaded, A {outcome=failed}", 0);
        double decided = sum("decided ");
        value("model: Mean confidence, A", count("confidence") / decided);
        value("model: Doubtful images, A", count("at most 0.5") / decided);
        value("model: Doubtful images, B", count("at most 0.9") / decided);
        value("model: Claimed and confirmed, A", count("claimed") / count("compared"));
        value("model: Claimed and confirmed, B", count("agreed") / count("compared"));
        value("model: Overconfidence, A", (count("claimed") - count("agreed")) / count("compared"));
        rate("model: Contradicted, A", count("compared") - count("agreed"));
        ledger.counts("decided ").forEach((version, count) -> {
            String labels = " {model=mnist, version=" + version + "}";
            value("model: Sure by the model's own threshold, A" + labels, confident(version));
        });
        value("model: Sure by the model's own threshold, B {model=mnist, version=3.1.0}", MEASURED_EXIT_RATE);
        value("model: Drift, A {model=mnist, version=3.1.0}", confident("3.1.0") - MEASURED_EXIT_RATE);
        ledger.counts("trial ").forEach((roleAndOutcome, count) -> {
            String[] parts = roleAndOutcome.split(" ", 2);
            rate("model: Trial, A {outcome=" + parts[1] + ", role=" + parts[0] + "}", count);
        });
        for (String role : new String[] {"canary", "incumbent"}) {
            value(
                    "model: Answered at the edge, by part, A {role=" + role + "}",
                    count("trial " + role + " edge") / sum("trial " + role + " "));
        }
        value("model: Rolled back, A {reason=requested}", count("rolled back"));
        value("model: Rolled back, A {reason=latency}", 0);
    }

    private void link() {
        rates("link: Cloud calls by outcome, A", "outcome", "call ");
        value("link: Circuit breaker to the cloud, A", 0);
        value("link: Images per call, A", count("travelled") / count("travelled calls"));
        value("link: Bytes per image that travels, A", count("payload") / count("travelled"));
        value("link: Bytes per image that travels, B", count("frame") / count("travelled"));
        value("link: Bytes per image that travels, C {direction=sent}", count("wire sent") / count("travelled"));
        value(
                "link: Bytes per image that travels, C {direction=received}",
                count("wire received") / count("travelled"));
        rate("link: On the wire, by edge, A", count("wire sent") + count("wire received"));
        value("link: Offset, A", 0);
        value("link: Changes, A", 0);
        value("link: Waiting, A", 0);
        rate("link: Refined, A {outcome=confirmed}", count("confirmed"));
        rate("link: Refined, A {outcome=revised}", count("revised"));
        rate("link: Refined, A {outcome=expired}", 0);
        rate("link: Refined, A {outcome=failed}", 0);
        value("link: Lost and failed, A", 0);
        value("link: Listeners, A", 0);
        rate("link: Requests and images, A", count("completions"));
        rate("link: Requests and images, B", count("completed"));
        rate("link: Rejected, A {reason=malformed}", count("malformed"));
        rate("link: Rejected, A {reason=overload}", 0);
        rate("link: Rejected, B {reason=unusable-image}", 0);
        rate("link: Bytes, A {direction=received}", count("completed bytes"));
        rate("link: Bytes, B", count("whole image bytes"));
        rate("link: Whole images, A", count("whole images"));
    }

    private void alerts() {
        double requests = count("answers") + sum("error ");
        double decided = count("decided 3.1.0");
        value("EdgeDown", 1);
        value("CloudDown", 1);
        value("EdgeErrors", 0);
        value("EdgeRefusesImages", sum("error 4") / requests);
        value("OffloadsShed", 0);
        value("CloudOverloaded", 0);
        value("BreakerOpen", 1);
        value("FallbacksHigh", count("exit edge-fallback") / count("answers"));
        value("ByteBudgetSpent", 0);
        value("ControllerAtBound", 0.4);
        value("OutboxFilling", 0);
        value("OutboxStuck", 0);
        value("OutboxDropping", 0);
        value("OutboxDiskFull {reason=full}", 0);
        value("OutboxUnusable", 0);
        value("RefinementsLost", 0);
        value("WebhookGivenUp {outcome=given-up}", 0);
        value("PullFailed", 0);
        value("RolloutRolledBack {reason=exit-rate}", 0);
        value("VersionSubstituted", 0);
        value("ExitRateDrift {model=mnist, version=3.1.0}", Math.abs(confident("3.1.0") - MEASURED_EXIT_RATE));
        value("ExitRateDrift, 2 {model=mnist, version=3.1.0}", decided);
        value("ExitOverconfident", (count("claimed") - count("agreed")) / count("compared"));
        value("ExitOverconfident, 2", count("compared"));
    }

    private double confident(String version) {
        return count("confident " + version) / count("decided " + version);
    }

    private double count(String entry) {
        return ledger.count(entry);
    }

    private double sum(String start) {
        return ledger.counts(start).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private void value(String where, double value) {
        expected.put(where, value);
    }

    private void rate(String where, double count) {
        value(where, count / seconds);
    }

    private void rates(String where, String label, String entries) {
        rates(where + " {" + label + "=%s}", entries);
    }

    private void rates(String where, String entries) {
        ledger.counts(entries).forEach((entry, count) -> rate(where.formatted(entry), count));
    }
}
