package io.sparsesplit.trainer.compare;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares models side by side.
 *
 * @param models models, at least two
 * @param pairs comparisons of the first model against each other one on the same images; empty when no data was named
 */
record ModelComparison(List<ComparedModel> models, List<PairedComparison> pairs) {

    private static final int WIDTH = 80;
    private static final int ROW = 20;
    private static final int MOST_COLUMN = 28;

    /** Returns whether accuracies may be held against each other: all were measured on the same images. */
    boolean comparable() {
        String first = models.get(0).testSha256();
        return !pairs.isEmpty()
                || (first != null && models.stream().allMatch(model -> first.equals(model.testSha256())));
    }

    /** Returns the settings that are not the same for all models: by name, the value of each, "-" where it is missing. */
    Map<String, List<String>> differingSettings() {
        Map<String, List<String>> values = new TreeMap<>();
        List<Map<String, String>> all =
                models.stream().map(ComparedModel::settings).toList();
        all.forEach(settings -> settings.keySet()
                .forEach(name -> values.putIfAbsent(
                        name,
                        all.stream().map(one -> one.getOrDefault(name, "-")).toList())));
        values.values().removeIf(row -> row.stream().distinct().count() == 1);
        return values;
    }

    void print(PrintWriter out) {
        print(out, "", models.stream().map(ComparedModel::name).toList());
        List<Map<String, String>> columns =
                models.stream().map(ComparedModel::rows).toList();
        columns.get(0)
                .keySet()
                .forEach(name -> print(
                        out,
                        name,
                        columns.stream()
                                .map(column -> column.getOrDefault(name, "-"))
                                .toList()));
        out.println();
        out.println(
                !pairs.isEmpty()
                        ? "Accuracies are of the same images, with 95 % intervals."
                        : comparable()
                                ? "The test images are the same. Accuracies have 95 % intervals."
                                : "NOT COMPARABLE: the test images differ or are not recorded. Name common ones with --data.");
        pairs.forEach(pair -> print(out, pair));
        Map<String, List<String>> settings = differingSettings();
        out.printf(
                "%n%s%n", settings.isEmpty() ? "All settings of the trainings are the same." : "Settings that differ:");
        settings.forEach((name, values) -> print(out, "--" + name, values));
        out.flush();
    }

    private static void print(PrintWriter out, PairedComparison pair) {
        out.printf(
                Locale.ROOT,
                "%nOf %d images, only %s gets %d right, only %s gets %d right:%n  %s (McNemar's exact test, p = %.4f).%n",
                pair.images(),
                pair.first(),
                pair.onlyFirst(),
                pair.second(),
                pair.onlySecond(),
                pair.pValue() < PairedComparison.SIGNIFICANT
                        ? (pair.onlyFirst() > pair.onlySecond() ? pair.first() : pair.second()) + " is better"
                        : "no difference is shown",
                pair.pValue());
    }

    /** Prints a row; a value too long for its column goes on below. */
    private void print(PrintWriter out, String name, List<String> values) {
        int column = Math.max(10, Math.min(MOST_COLUMN, (WIDTH - ROW) / models.size() - 2));
        String title = name;
        List<String> rest = new ArrayList<>(values);
        do {
            StringBuilder line = new StringBuilder(title);
            for (int i = 0; i < rest.size(); i++) {
                String value = rest.get(i);
                int start = ROW + i * (column + 2);
                line.append(" ".repeat(Math.max(line.length() > 0 && i == 0 ? 1 : 0, start - line.length())));
                line.append(value, 0, Math.min(column, value.length()));
                rest.set(i, value.substring(Math.min(column, value.length())));
            }
            out.println(line.toString().stripTrailing());
            title = "";
        } while (rest.stream().anyMatch(value -> !value.isEmpty()));
    }

    /** Returns the whole comparison for JSON, by name. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("comparable", comparable());
        figures.put("models", models.stream().map(ComparedModel::figures).toList());
        figures.put("pairs", pairs);
        figures.put("differingSettings", differingSettings());
        return figures;
    }
}
