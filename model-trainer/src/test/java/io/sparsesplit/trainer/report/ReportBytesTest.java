package io.sparsesplit.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every figure of the report's tables of bytes follows from {@code bytes.json}: derived here a second time, from the text of
 * both files, with none of the code that wrote them.
 */
class ReportBytesTest {

    private static final double HALF_A_DIGIT = 0.005 + 1e-9;
    private static final String NONE = "–";

    @TempDir
    private Path folder;

    @Test
    void figuresOfASampleFollowFromItsJson() throws Exception {
        SampleResults.write(folder);
        Report.of(folder).write(folder);
        assertThat(new Derivation(folder).check()).as("figures compared").isGreaterThan(120);
    }

    @Test
    void figuresOfTheCommittedReportFollowFromItsJson() throws Exception {
        Path committed = Path.of("..", "reports");
        assumeTrue(Files.exists(committed.resolve("bytes.json")), "there is no reports/bytes.json");
        assertThat(new Derivation(committed).check()).as("figures compared").isGreaterThan(100);
    }

    /** What the tables must say. */
    private static final class Derivation {

        private final MarkdownTables tables;
        private final List<JsonNode> points = new ArrayList<>();
        private int compared;

        Derivation(Path folder) throws Exception {
            tables = new MarkdownTables(Files.readString(folder.resolve("report.md")));
            JsonMapper.shared()
                    .readTree(Files.readAllBytes(folder.resolve("bytes.json")))
                    .forEach(points::add);
        }

        int check() {
            checkWays("All ways for features to travel, every image sent", "all");
            checkWays("All ways for features to travel, only what the exit does not answer", "cascade");
            checkPictures();
            checkGoals();
            return compared;
        }

        private void checkWays(String caption, String scope) {
            List<MarkdownTables.Row> rows = tables.table(caption);
            assertThat(rows).hasSize((int) points.stream()
                    .filter(point -> number(point, "edgeParameters") > 0)
                    .map(point -> way(point) + text(point, "model"))
                    .distinct()
                    .count());
            for (MarkdownTables.Row row : rows) {
                List<JsonNode> tested = points(
                        "test",
                        scope,
                        point -> text(point, "codec").equals(row.get("codec"))
                                && number(point, "edgeParameters") == number(row.get("edge parameters"))
                                && (row.get("bits").equals(NONE) || number(point, "bits") == number(row.get("bits")))
                                && number(point, "beta") == number(row.get("beta")));
                assertThat(row.get("n")).isEqualTo(String.valueOf(tested.size()));
                compare(row.get("accuracy"), tested, point -> number(point, "accuracy"));
                compare(row.get("difference"), tested, Derivation::difference);
                List<JsonNode> sent = sent(tested);
                if (scope.equals("all")) {
                    compare(row.get("ideal bytes"), sent, point -> number(point, "idealBytes"));
                    compare(row.get("coded bytes"), sent, point -> number(point, "codedBytes"));
                    compare(row.get("frame bytes"), sent, point -> number(point, "frameBytes"));
                } else {
                    compare(row.get("exit rate"), tested, point -> number(point, "localExitRate"));
                    compare(row.get("coded bytes per offload"), sent, point -> number(point, "codedBytes"));
                    compare(row.get("coded bytes per image"), tested, point -> number(point, "bytesPerImage"));
                }
            }
        }

        private void checkPictures() {
            for (MarkdownTables.Row row : tables.table("Competitors: pictures sent to a network in the cloud")) {
                List<JsonNode> tested = points(
                        "test",
                        "all",
                        point -> text(point, "codec").equals(row.get("codec"))
                                && text(point, "model").equals(row.get("network")));
                compare(row.get("accuracy"), tested, point -> number(point, "accuracy"));
                compare(row.get("coded bytes"), tested, point -> number(point, "codedBytes"));
            }
        }

        private void checkGoals() {
            List<MarkdownTables.Row> goals = tables.table("Goals of bytes");
            List<MarkdownTables.Row> rateWeights =
                    tables.table("Bits and rate weights by which these goals were reached");
            assertThat(rateWeights).hasSameSizeAs(goals).hasSizeGreaterThan(5);
            for (int i = 0; i < goals.size(); i++) {
                checkGoal(goals.get(i), rateWeights.get(i));
            }
        }

        private void checkGoal(MarkdownTables.Row goal, MarkdownTables.Row price) {
            String what = goal.get("what");
            Predicate<List<JsonNode>> isAccurate = all -> true;
            Optional<Double> beta = Optional.of(0.0005);
            if (what.contains("points below float32")) {
                double loss = number(what.replaceAll(".* at most ([0-9.]+) points.*", "$1"));
                isAccurate = all -> mean(all, Derivation::difference) >= -loss - 1e-9;
                beta = mostAccurate(isAccurate, number(goal.get("floor")), number(goal.get("aim")));
            } else if (what.contains("% right")) {
                isAccurate = all -> mean(all, point -> number(point, "accuracy")) >= 98.79 - 1e-9;
                beta = mostAccurate(isAccurate, number(goal.get("floor")), number(goal.get("aim")));
            }
            if (beta.isEmpty()) {
                assertThat(List.of(goal.get("reached"), price.get("beta"))).containsOnly(NONE);
                return;
            }
            assertThat(number(price.get("beta"))).as(what).isEqualTo(beta.get());
            String scope = goal.get("sent").equals("every image") ? "all" : "cascade";
            double chosen = beta.get();
            List<JsonNode> tested = points("test", scope, point -> isTrained(point) && number(point, "beta") == chosen);
            ToDoubleFunction<JsonNode> figure = figure(what);
            List<JsonNode> counted =
                    what.contains("per image, over all images") && !what.contains("times") ? tested : sent(tested);
            compare(goal.get("reached"), counted, figure);
            double worst = counted.stream()
                    .mapToDouble(figure)
                    .reduce(what.contains("times") ? Math::min : Math::max)
                    .orElseThrow();
            assertThat(number(goal.get("worst"))).isCloseTo(worst, within(HALF_A_DIGIT));
            assertThat(goal.get("n")).isEqualTo(String.valueOf(counted.size()));
            compare(price.get("test accuracy"), tested, point -> number(point, "accuracy"));
            compare(price.get("test difference"), tested, Derivation::difference);
            checkVerdict(goal, mean(counted, figure), isAccurate.test(tested));
        }

        private static void checkVerdict(MarkdownTables.Row goal, double reached, boolean isAccurate) {
            double sign = goal.get("what").contains("times") ? -1 : 1;
            boolean floor = sign * reached <= sign * number(goal.get("floor"));
            boolean aim = sign * reached <= sign * number(goal.get("aim"));
            assertThat(goal.get("verdict"))
                    .as(goal.get("what"))
                    .isEqualTo(
                            !floor
                                    ? "below the floor"
                                    : !isAccurate ? "accuracy missed" : aim ? "aim reached" : "floor reached");
        }

        private ToDoubleFunction<JsonNode> figure(String what) {
            if (what.contains("times")) {
                double png = mean(
                        points("test", "all", point -> text(point, "codec").equals("png")),
                        point -> number(point, "codedBytes"));
                return point -> png / number(point, "bytesPerImage");
            }
            if (what.contains("cross-entropy")) {
                return point -> number(point, "codedBytes") - number(point, "idealBytes");
            }
            return point -> number(point, what.contains("per image") ? "bytesPerImage" : "codedBytes");
        }

        /** The beta that is right most often on validation images, of those that reach the aim there, or else the floor. */
        private Optional<Double> mostAccurate(Predicate<List<JsonNode>> isAccurate, double floor, double aim) {
            Map<Double, List<JsonNode>> rateWeights = points("validation", "all", this::isTrained).stream()
                    .collect(Collectors.groupingBy(point -> number(point, "beta")));
            rateWeights.values().removeIf(isAccurate.negate());
            for (double limit : List.of(aim, floor, Double.POSITIVE_INFINITY)) {
                Optional<Double> best = rateWeights.entrySet().stream()
                        .filter(price -> mean(price.getValue(), point -> number(point, "codedBytes")) <= limit)
                        .max(Comparator.comparingDouble(
                                price -> mean(price.getValue(), point -> number(point, "accuracy"))))
                        .map(Map.Entry::getKey);
                if (best.isPresent()) {
                    return best;
                }
            }
            return Optional.empty();
        }

        private boolean isTrained(JsonNode point) {
            return text(point, "codec").equals("entropy")
                    && points.stream()
                            .anyMatch(other -> text(other, "codec").equals("float32")
                                    && text(other, "model").equals(text(point, "model")));
        }

        private List<JsonNode> points(String split, String scope, Predicate<JsonNode> wanted) {
            return points.stream()
                    .filter(point -> text(point, "split").equals(split)
                            && text(point, "scope").equals(scope)
                            && wanted.test(point))
                    .toList();
        }

        private static List<JsonNode> sent(List<JsonNode> points) {
            return points.stream().filter(point -> number(point, "images") > 0).toList();
        }

        private void compare(String cell, List<JsonNode> points, ToDoubleFunction<JsonNode> figure) {
            if (points.isEmpty()) {
                assertThat(cell).isEqualTo(NONE);
                return;
            }
            String[] parts = cell.split(" ± ", -1);
            double mean = mean(points, figure);
            assertThat(number(parts[0])).isCloseTo(mean, within(HALF_A_DIGIT));
            assertThat(parts).hasSize(points.size() == 1 ? 1 : 2);
            if (parts.length == 2) {
                double squares = points.stream()
                        .mapToDouble(point -> Math.pow(figure.applyAsDouble(point) - mean, 2))
                        .sum();
                assertThat(number(parts[1])).isCloseTo(Math.sqrt(squares / (points.size() - 1)), within(HALF_A_DIGIT));
            }
            compared++;
        }

        private static double mean(List<JsonNode> points, ToDoubleFunction<JsonNode> figure) {
            return points.stream().mapToDouble(figure).average().orElseThrow();
        }

        private static double difference(JsonNode point) {
            return number(point, "accuracy") - number(point, "referenceAccuracy");
        }

        private static String way(JsonNode point) {
            return "%s %s %s %s"
                    .formatted(
                            text(point, "codec"),
                            text(point, "edgeParameters"),
                            text(point, "beta"),
                            text(point, "bits"));
        }

        private static String text(JsonNode point, String field) {
            return point.get(field).asString();
        }

        private static double number(JsonNode point, String field) {
            return point.get(field).asDouble();
        }

        private static double number(String cell) {
            return Double.parseDouble(cell.replace("−", "-").replace("+", "").replace(",", ""));
        }
    }
}
