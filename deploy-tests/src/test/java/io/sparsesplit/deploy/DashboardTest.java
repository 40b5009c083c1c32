package io.sparsesplit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dashboards are files, which {@link Dashboards} makes: {@code mvn -pl deploy-tests test -Dtest=DashboardTest
 * -Ddashboards=write} writes them anew.
 */
class DashboardTest {

    private static final Path FOLDER = Repository.path("observability/dashboards");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");
    private static final Set<String> KNOWN_UNITS =
            Set.of("none", "short", "s", "percent", "percentunit", "reqps", "Bps", "bytes", "decbytes");

    private static final DefaultPrettyPrinter PRINTER = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    static Stream<Named<JsonNode>> dashboards() {
        return Dashboards.ALL.stream()
                .map(dashboard ->
                        Named.of(dashboard.name(), Repository.json("observability/dashboards/" + file(dashboard))));
    }

    static Stream<Named<JsonNode>> panels() {
        return dashboards()
                .flatMap(dashboard -> shown(dashboard.getPayload())
                        .map(panel -> Named.of(
                                dashboard.getName() + ": " + panel.path("title").asString(), panel)));
    }

    private static String file(Dashboard dashboard) {
        return dashboard.name() + ".json";
    }

    /** Without the headings of rows. */
    private static Stream<JsonNode> shown(JsonNode dashboard) {
        return dashboard
                .path("panels")
                .valueStream()
                .filter(panel -> !panel.path("type").asString().equals("row"));
    }

    @Test
    void filesAreWhatTheyAreMadeFrom() throws IOException {
        for (Dashboard dashboard : Dashboards.ALL) {
            String made =
                    JsonMapper.builder().build().writer().with(PRINTER).writeValueAsString(dashboard.json()) + "\n";
            Path file = FOLDER.resolve(file(dashboard));
            if ("write".equals(System.getProperty("dashboards"))) {
                Files.writeString(file, made);
            }
            assertThat(file).content().isEqualTo(made);
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Dashboards.ALL.stream().map(DashboardTest::file).toList());
        }
    }

    @Test
    void haveUidsAndTitlesOfTheirOwn() {
        for (String name : List.of("uid", "title")) {
            assertThat(dashboards()
                            .map(dashboard -> dashboard.getPayload().path(name).asString()))
                    .allMatch(value -> !value.isBlank() && value.length() <= 40)
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void choosesItsDatasourceByAVariable(JsonNode dashboard) {
        JsonNode variable = dashboard.at("/templating/list/0");
        assertThat(variable.path("name").asString()).isEqualTo("datasource");
        assertThat(variable.path("type").asString()).isEqualTo("datasource");
        assertThat(variable.path("query").asString()).isEqualTo("prometheus");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void usesTheVariablesItHasAndNoOthers(JsonNode dashboard) {
        Set<String> declared = dashboard
                .at("/templating/list")
                .valueStream()
                .map(variable -> variable.path("name").asString())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> used = new TreeSet<>();
        Stream.concat(
                        Stream.of(dashboard.path("panels").toString()),
                        dashboard.at("/templating/list").valueStream().map(JsonNode::toString))
                .flatMap(text -> VARIABLE.matcher(text).results())
                .map((MatchResult match) -> match.group(1))
                .filter(name -> !name.startsWith("__"))
                .forEach(used::add);

        assertThat(used).isEqualTo(declared);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void leadsToTheOthers(JsonNode dashboard) {
        assertThat(dashboard.path("tags")).hasToString("[\"sparsesplit\"]");
        assertThat(dashboard.at("/links/0/type").asString()).isEqualTo("dashboards");
        assertThat(dashboard.at("/links/0/tags")).hasToString("[\"sparsesplit\"]");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void numbersAndNamesEachPanelOnce(JsonNode dashboard) {
        assertThat(dashboard
                        .path("panels")
                        .valueStream()
                        .map(panel -> panel.path("id").asInt()))
                .isNotEmpty()
                .doesNotHaveDuplicates();
        assertThat(dashboard
                        .path("panels")
                        .valueStream()
                        .map(panel -> panel.path("title").asString()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsFitTheGridAndDoNotOverlap(JsonNode dashboard) {
        List<Rectangle> placed = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            JsonNode grid = panel.path("gridPos");
            Rectangle place = new Rectangle(
                    grid.path("x").asInt(),
                    grid.path("y").asInt(),
                    grid.path("w").asInt(),
                    grid.path("h").asInt());
            assertThat(new Rectangle(0, 0, 24, 1000).contains(place))
                    .as(panel.path("title").asString())
                    .isTrue();
            assertThat(placed).as(panel.path("title").asString()).noneMatch(place::intersects);
            placed.add(place);
        }
    }

    @ParameterizedTest
    @MethodSource("panels")
    void explainsItselfAndNamesItsUnit(JsonNode panel) {
        assertThat(panel.path("description").asString("")).endsWith(".");
        assertThat(panel.at("/fieldConfig/defaults/unit").asString("")).isIn(KNOWN_UNITS);
    }

    @ParameterizedTest
    @MethodSource("panels")
    void namesItsLines(JsonNode panel) {
        assertThat(panel.path("targets").valueStream())
                .allSatisfy(target -> assertThat(target.path("legendFormat").asString())
                        .matches(legend -> !legend.isBlank()
                                || panel.path("type").asString().equals("table")));
        assertThat(panel.path("targets")
                        .valueStream()
                        .map(target -> target.path("refId").asString()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void readsTheChosenDatasource(JsonNode panel) {
        assertThat(Stream.concat(Stream.of(panel), panel.path("targets").valueStream()))
                .hasSizeGreaterThan(1)
                .allSatisfy(reader -> assertThat(reader.path("datasource"))
                        .hasToString("{\"type\":\"prometheus\",\"uid\":\"${datasource}\"}"));
    }

    @ParameterizedTest
    @MethodSource("panels")
    void asksOnlyForMetersThatTheServicesHave(JsonNode panel) {
        assertThat(expressions(panel))
                .isNotEmpty()
                .allSatisfy(query -> assertThat(query.metrics()).isNotEmpty().isSubsetOf(Meter.allPrometheusNames()));
    }

    @ParameterizedTest
    @MethodSource("panels")
    void showsOnlyTheChosenInstances(JsonNode panel) {
        assertThat(expressions(panel))
                .allSatisfy(query -> assertThat(query.selectors())
                        .isNotEmpty()
                        .allMatch(selector ->
                                selector.matches(".*instance=~\"\\$(edge|cloud|instance|edge\\|\\$cloud)\".*")));
    }

    @ParameterizedTest
    @MethodSource("panels")
    void averagesOverTheRateIntervalThatFitsTheScrapes(JsonNode panel) {
        assertThat(expressions(panel).flatMap(query -> query.ranges().stream())).allMatch("$__rate_interval"::equals);
    }

    @ParameterizedTest
    @FieldSource("io.sparsesplit.deploy.Meter#ALL")
    void someDashboardShowsEveryMeter(Meter meter) {
        assertThat(panels().flatMap(panel -> expressions(panel.getPayload()))
                        .flatMap(query -> query.metrics().stream()))
                .containsAnyElementsOf(meter.prometheusNames());
    }

    private static Stream<PromQl> expressions(JsonNode panel) {
        return panel.path("targets")
                .valueStream()
                .map(target -> new PromQl(target.path("expr").asString()));
    }
}
