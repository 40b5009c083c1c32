package io.sparsesplit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class AlertRuleTest {

    private static final String RUNBOOKS = "docs/alerts.md";

    static Stream<AlertRule> rules() {
        return AlertRule.all().stream();
    }

    static Stream<AlertRule> alerts() {
        return AlertRule.alerts().stream();
    }

    @Test
    void namesEachRuleOnce() {
        assertThat(rules().map(AlertRule::name)).isNotEmpty().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void readsOnlyWhatTheServicesHaveOrARuleRecords(AlertRule rule) {
        Set<String> known = AlertRule.recordings().stream().map(AlertRule::name).collect(Collectors.toSet());
        known.addAll(Meter.allPrometheusNames());
        known.add("up");

        assertThat(rule.expression().metrics()).isNotEmpty().isSubsetOf(known);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void saysWhatIsWrongHowBadItIsAndWhatToDo(AlertRule alert) {
        assertThat(alert.annotation("summary")).isNotBlank();
        assertThat(alert.annotation("description")).endsWith(".");
        assertThat(alert.content().at("/labels/severity").asString("")).isIn("warning", "critical");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void hasARunbook(AlertRule alert) {
        assertThat(alert.annotation("runbook_url"))
                .isEqualTo(RUNBOOKS + "#" + alert.name().toLowerCase(Locale.ROOT));
        assertThat(Repository.text(Repository.path(RUNBOOKS)).lines()).containsOnlyOnce("## " + alert.name());
    }

    @Test
    void noRunbookIsWithoutItsAlert() {
        assertThat(Repository.text(Repository.path(RUNBOOKS))
                        .lines()
                        .filter(line -> line.startsWith("## "))
                        .map(line -> line.substring(3)))
                .containsExactlyInAnyOrderElementsOf(
                        alerts().map(AlertRule::name).toList());
    }

    /** What the values of an alert are compared with stands on lines of its own, so that the values can be asked for alone. */
    @ParameterizedTest
    @MethodSource("alerts")
    void boundsEveryMeasure(AlertRule alert) {
        assertThat(alert.bounds()).isEqualTo(alert.measures().size());
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void isTestedFiringAndQuiet(AlertRule alert) {
        assertThat(Repository.path("observability/rules/tests/" + alert.file())).exists();
        assertThat(Repository.yaml(Repository.path("observability/rules/tests/" + alert.file()))
                        .path("tests")
                        .valueStream()
                        .flatMap(group -> group.path("alert_rule_test").valueStream())
                        .filter(test -> test.path("alertname").asString().equals(alert.name()))
                        .map(AlertRuleTest::fires))
                .as("one case that fires, and one that does not")
                .contains(true, false);
    }

    private static boolean fires(JsonNode test) {
        return !test.path("exp_alerts").isEmpty();
    }
}
