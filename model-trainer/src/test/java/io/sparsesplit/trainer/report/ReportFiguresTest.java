package io.sparsesplit.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every figure of the report's tables follows from the JSON beside it: derived here a second time, from the text of both
 * files, with none of the code that wrote them.
 */
class ReportFiguresTest {

    private static final double HALF_A_DIGIT = 0.005 + 1e-9;
    private static final String NONE = "–";

    @TempDir
    private Path folder;

    @Test
    void figuresOfASampleFollowFromItsJson() throws Exception {
        SampleResults.write(folder);
        Report.of(folder).write(folder);
        assertThat(new Derivation(folder).check()).as("figures compared").isGreaterThan(350);
    }

    @Test
    void figuresOfTheCommittedReportFollowFromItsJson() throws Exception {
        Path committed = Path.of("..", "reports");
        assumeTrue(Files.exists(committed.resolve("reproduce.json")), "there is no reports/reproduce.json");
        assertThat(committed.resolve("report.md"))
                .as("'sparsesplit report' renders it again")
                .content()
                .isEqualTo(Report.of(committed).markdown());
        assertThat(new Derivation(committed).check()).as("figures compared").isGreaterThan(60);
    }

    /** What the tables must say. */
    private static final class Derivation {

        private final MarkdownTables tables;
        private final List<JsonNode> runs;
        private final List<JsonNode> exits;
        private int compared;

        Derivation(Path folder) throws Exception {
            tables = new MarkdownTables(Files.readString(folder.resolve("report.md")));
            runs = objects(folder.resolve("reproduce.json"));
            exits = objects(folder.resolve("exits.json"));
        }

        int check() {
            for (String table : List.of("I", "II")) {
                checkTable(table, "Table %s, reference recipe".formatted(table), "paper", "row", "run again");
                checkTable(table, "Table %s, best recipe".formatted(table), "best", "row", "best recipe");
            }
            checkTable("free", "Free shapes, best recipe", "best", "budget of", "free shape");
            checkEachNetwork("fewest", "All networks trained for this section");
            checkEachNetwork("distillation", "Distillation");
            checkAblation();
            checkFewest();
            checkGoals();
            checkExits();
            return compared;
        }

        private void checkTable(String table, String caption, String recipe, String name, String column) {
            for (MarkdownTables.Row row : tables.table(caption)) {
                List<JsonNode> group = group(table, row.get(name), recipe);
                checkSample(values(group, "testAccuracy"), row.get(column), row.get("worst"), row.get("n"));
                checkShape(group, row);
                if (!group.isEmpty()) {
                    compare(row.get("difference"), mean(values(group, "testAccuracy")) - number(row.get("paper")));
                }
            }
        }

        private void checkEachNetwork(String table, String caption) {
            long expected = runs.stream()
                    .filter(run -> text(run, "table").equals(table))
                    .map(run -> text(run, "row") + text(run, "recipe"))
                    .distinct()
                    .count();
            assertThat(tables.table(caption)).hasSize((int) expected);
            for (MarkdownTables.Row row : tables.table(caption)) {
                List<JsonNode> group = group(table, row.get("row"), row.get("recipe"));
                checkSample(values(group, "testAccuracy"), row.get("test"), row.get("worst"), row.get("test n"));
                checkSample(values(group, "validationAccuracy"), row.get("validation"), null, row.get("validation n"));
                checkShape(group, row);
            }
        }

        private void checkAblation() {
            for (String caption : tables.captions()) {
                if (!caption.startsWith("Ablation")) {
                    continue;
                }
                String budget = caption.replaceAll("^Ablation(?: at (.*))?, validation accuracy$", "$1");
                String prefix = budget.isEmpty() ? "" : budget + ": ";
                double full = mean(values(group("ablation", prefix + "full recipe", "best"), "validationAccuracy"));
                for (MarkdownTables.Row row : tables.table(caption)) {
                    List<Double> values = runs.stream()
                            .filter(run -> text(run, "table").equals("ablation")
                                    && text(run, "row").equals(prefix + row.get("row")))
                            .map(run -> run.get("validationAccuracy").asDouble())
                            .toList();
                    checkSample(values, row.get("validation"), row.get("worst"), row.get("n"));
                    if (!row.get("row").equals("full recipe")) {
                        compare(row.get("difference"), mean(values) - full);
                    }
                }
            }
        }

        private void checkFewest() {
            for (MarkdownTables.Row row : tables.table("Fewest parameters against the paper's dense networks")) {
                Optional<List<JsonNode>> sparse =
                        smallest(number(row.get("accuracy to reach")), group -> !isDense(group));
                checkParameters(sparse, row.get("sparse parameters"));
                checkSample(
                        values(sparse.orElse(List.of()), "testAccuracy"),
                        row.get("sparse accuracy"),
                        row.get("worst"),
                        row.get("n"));
                sparse.ifPresent(group -> checkFactor(
                        row.get("times fewer"), number(row.get("paper's dense parameters")) / parameters(group)));
            }
            for (MarkdownTables.Row row :
                    tables.table("Fewest parameters against dense networks with the same recipe")) {
                double target = number(row.get("accuracy to reach"));
                Optional<List<JsonNode>> sparse = smallest(target, group -> !isDense(group));
                checkParameters(sparse, row.get("sparse parameters"));
                boolean all = row.get("dense network of").equals("all pixels");
                Optional<List<JsonNode>> dense =
                        smallest(target, group -> isDense(group) && readsAllPixels(group) == all);
                checkParameters(dense, row.get("smallest dense that reaches it"));
                checkSample(values(dense.orElse(List.of()), "testAccuracy"), row.get("its accuracy"), null, null);
                dense.ifPresent(group -> {
                    double parameters = interpolated(group, target, row.get("dense parameters"));
                    sparse.ifPresent(found -> checkFactor(row.get("times fewer"), parameters / parameters(found)));
                });
            }
        }

        private double interpolated(List<JsonNode> dense, double target, String cell) {
            double parameters = parameters(dense);
            double reached = mean(values(dense, "testAccuracy"));
            List<List<JsonNode>> smaller = candidates().stream()
                    .filter(group -> isDense(group)
                            && readsAllPixels(group) == readsAllPixels(dense)
                            && parameters(group) < parameters(dense))
                    .toList();
            if (reached - target > 0.05 && !smaller.isEmpty()) {
                List<JsonNode> next = smaller.get(smaller.size() - 1);
                double missed = mean(values(next, "testAccuracy"));
                parameters = parameters(next)
                        * Math.pow(parameters / parameters(next), (target - missed) / (reached - missed));
                assertThat(cell).endsWith("(interpolated)");
            }
            assertThat(number(cell)).isCloseTo(parameters, within(0.5 + 1e-6));
            compared++;
            return parameters;
        }

        private static boolean readsAllPixels(List<JsonNode> group) {
            return group.get(0).get("inputs").intValue() == 800;
        }

        private void checkParameters(Optional<List<JsonNode>> group, String cell) {
            if (group.isPresent()) {
                assertThat(number(cell)).isEqualTo(parameters(group.orElseThrow()));
                compared++;
            } else {
                assertThat(cell).isEqualTo(NONE);
            }
        }

        private void checkGoals() {
            for (MarkdownTables.Row row : tables.table("Goals")) {
                String what = row.get("what");
                if (!what.contains(" parameters, ")) {
                    continue;
                }
                String name = "sparse " + Math.round(number(what.substring(0, what.indexOf(' '))));
                List<String> homes = what.endsWith("free shape") ? List.of("free") : List.of("II", "I");
                List<Double> values = homes.stream()
                        .map(table -> values(group(table, name, "best"), "testAccuracy"))
                        .filter(found -> !found.isEmpty())
                        .findFirst()
                        .orElse(List.of());
                checkSample(values, row.get("reached"), row.get("worst"), row.get("n"));
                if (!values.isEmpty()) {
                    boolean floor = mean(values) >= number(row.get("floor"));
                    boolean aim = !row.get("aim").equals(NONE) && mean(values) >= number(row.get("aim"));
                    assertThat(row.get("verdict"))
                            .isEqualTo(aim ? "aim reached" : floor ? "floor reached" : "below the floor");
                }
                if (!row.get("honest competitor").equals("not run")) {
                    String[] competitor = row.get("honest competitor").split(": ", -1);
                    assertThat(List.of("I", "II"))
                            .as(row.get("honest competitor"))
                            .anySatisfy(table -> checkSample(
                                    values(group(table, competitor[0], "best"), "testAccuracy"),
                                    competitor[1],
                                    null,
                                    null));
                }
            }
        }

        private void checkExits() {
            for (MarkdownTables.Row row : tables.table("Exits at thresholds chosen on validation images")) {
                List<JsonNode> points = exits.stream()
                        .filter(point -> (text(point, "model") + " " + text(point, "version")).equals(row.get("model"))
                                && text(point, "criterion").equals(row.get("criterion")))
                        .toList();
                double best = points.stream()
                        .filter(point -> text(point, "split").equals("validation"))
                        .filter(point -> point.get("tailAccuracy").asDouble()
                                        - point.get("cascadeAccuracy").asDouble()
                                <= 0.1 + 1e-9)
                        .mapToDouble(point -> point.get("localExitRate").asDouble())
                        .max()
                        .orElseThrow();
                compare(row.get("validation exit rate"), best);
                JsonNode tested = points.stream()
                        .filter(point -> text(point, "split").equals("test"))
                        .min(Comparator.comparingDouble(
                                point -> Math.abs(point.get("threshold").asDouble() - number(row.get("threshold")))))
                        .orElseThrow();
                compare(row.get("test exit rate"), tested.get("localExitRate").asDouble());
                compare(row.get("test accuracy"), tested.get("cascadeAccuracy").asDouble());
            }
        }

        private void checkShape(List<JsonNode> group, MarkdownTables.Row row) {
            if (!group.isEmpty()) {
                assertThat(row.get("hidden")).isEqualTo(spaced(group.get(0).get("hidden")));
                assertThat(row.get("out-degree")).isEqualTo(spaced(group.get(0).get("outDegree")));
                assertThat(number(row.get("parameters"))).isEqualTo(parameters(group));
            }
        }

        private void checkSample(List<Double> values, String sample, @Nullable String worst, @Nullable String n) {
            if (values.isEmpty()) {
                assertThat(sample).isEqualTo(NONE);
                return;
            }
            String[] parts = sample.split(" ± ", -1);
            compare(parts[0], mean(values));
            assertThat(parts.length).isEqualTo(values.size() == 1 ? 1 : 2);
            if (parts.length == 2) {
                double mean = mean(values);
                compare(
                        parts[1],
                        Math.sqrt(values.stream()
                                        .mapToDouble(value -> Math.pow(value - mean, 2))
                                        .sum()
                                / (values.size() - 1)));
            }
            if (worst != null) {
                compare(worst, values.stream().mapToDouble(value -> value).min().orElseThrow());
            }
            if (n != null) {
                assertThat(n).isEqualTo(String.valueOf(values.size()));
            }
        }

        private void checkFactor(String cell, double factor) {
            assertThat(number(cell.replace(" x", ""))).isCloseTo(factor, within(0.05 + 1e-9));
            compared++;
        }

        private void compare(String cell, double figure) {
            assertThat(number(cell)).isCloseTo(figure, within(HALF_A_DIGIT));
            compared++;
        }

        /** Groups with the best recipe that were tested for their own sake, the smallest first. */
        private List<List<JsonNode>> candidates() {
            List<List<JsonNode>> groups = new ArrayList<>(runs.stream()
                    .filter(run -> text(run, "recipe").equals("best")
                            && !text(run, "table").equals("distillation")
                            && !run.get("testAccuracy").isNull())
                    .collect(Collectors.groupingBy(
                            run -> text(run, "table") + text(run, "row"), LinkedHashMap::new, Collectors.toList()))
                    .values());
            groups.sort(Comparator.comparingInt(Derivation::parameters));
            return groups;
        }

        private Optional<List<JsonNode>> smallest(double target, Predicate<List<JsonNode>> kind) {
            return candidates().stream()
                    .filter(group -> kind.test(group) && mean(values(group, "testAccuracy")) >= target - 1e-9)
                    .findFirst();
        }

        private List<JsonNode> group(String table, String row, String recipe) {
            return runs.stream()
                    .filter(run -> text(run, "table").equals(table)
                            && text(run, "row").equals(row)
                            && text(run, "recipe").equals(recipe))
                    .toList();
        }

        private static boolean isDense(List<JsonNode> group) {
            JsonNode hidden = group.get(0).get("hidden");
            JsonNode outDegree = group.get(0).get("outDegree");
            for (int i = 0; i < hidden.size(); i++) {
                if (hidden.get(i).asInt() != outDegree.get(i).asInt()) {
                    return false;
                }
            }
            return true;
        }

        private static int parameters(List<JsonNode> group) {
            return group.get(0).get("parameters").asInt();
        }

        private static List<Double> values(List<JsonNode> group, String field) {
            return group.stream()
                    .map(run -> run.get(field))
                    .filter(value -> !value.isNull())
                    .map(JsonNode::asDouble)
                    .toList();
        }

        private static double mean(List<Double> values) {
            return values.stream().mapToDouble(value -> value).average().orElseThrow();
        }

        private static String text(JsonNode object, String field) {
            return object.get(field).asString();
        }

        private static String spaced(JsonNode numbers) {
            List<String> all = new ArrayList<>();
            numbers.forEach(number -> all.add(number.asString()));
            return String.join(" ", all);
        }

        private static double number(String cell) {
            return Double.parseDouble(cell.replace(" (interpolated)", "")
                    .replace("−", "-")
                    .replace("+", "")
                    .replace(",", ""));
        }

        private static List<JsonNode> objects(Path file) throws Exception {
            List<JsonNode> objects = new ArrayList<>();
            if (Files.exists(file)) {
                JsonMapper.shared().readTree(Files.readAllBytes(file)).forEach(objects::add);
            }
            return objects;
        }
    }
}
