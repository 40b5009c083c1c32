package io.sparsesplit.trainer.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a CSV file hold what, decided from its header, if there is one, and its first lines.
 *
 * <p>The label is in the column that {@code --label-column} names; else in one called {@code label}, {@code labels},
 * {@code target}, {@code class} or {@code y} in any case; else in the first or last column that cannot be one of pixels; else, of
 * the first and the last, in the one with a few different values. All other columns are pixels but those whose values or whose
 * names in the header are of another kind.
 */
final class CsvColumns {

    private static final List<String> LABEL_NAMES = List.of("label", "labels", "target", "class", "y");
    private static final Set<String> OTHER_NAMES =
            Set.of("", "id", "idx", "index", "name", "file", "filename", "path", "unnamed: 0");

    /** Different values from which on a column without a name is no label's. */
    static final int MOST_LABELS = 50;

    private final Path file;
    private final int fields;
    private final @Nullable List<String> header;
    private final List<List<String>> lines;
    private final @Nullable String wanted;
    private final CsvNumbers numbers;
    private final int label;
    private final String reason;
    private final int[] pixels;

    /**
     * The columns of a file.
     *
     * @param file for messages
     * @param sample its first lines, the first of which may be a header
     * @param layout what the command line says of columns
     * @throws DataException when the file has no such column, or values that are no brightness
     */
    CsvColumns(Path file, List<List<String>> sample, CsvLayout layout) {
        this.file = file;
        this.wanted = layout.labelColumn();
        this.fields = sample.get(0).size();
        if (fields < 2) {
            throw new DataException(
                    "%s has one field in its first line: wanted are a label and pixels, separated by commas."
                            .formatted(file));
        }
        boolean named = isHeader(sample);
        this.header = named ? sample.get(0).stream().map(String::strip).toList() : null;
        this.lines = sample.subList(named ? 1 : 0, sample.size()).stream()
                .filter(line -> line.size() == fields)
                .toList();
        int known = namedLabel();
        boolean[] alien = alienNames();
        this.numbers = numbers(known, alien);
        for (int column = 0; column < fields; column++) {
            alien[column] |= !canBePixels(column);
        }
        this.label = known >= 0 ? known : guessed(alien);
        this.reason = known >= 0 ? wanted == null ? "by its name" : "by --label-column" : guess(alien);
        this.pixels = IntStream.range(0, fields)
                .filter(column -> column != label && !alien[column])
                .toArray();
    }

    boolean hasHeader() {
        return header != null;
    }

    int fields() {
        return fields;
    }

    int label() {
        return label;
    }

    /** Columns of pixels, in ascending order. */
    int[] pixels() {
        return pixels.clone();
    }

    CsvNumbers numbers() {
        return numbers;
    }

    /** Says which columns are read as what. */
    void say(SkippedImages faults) {
        faults.note("%s: labels are in %s, %s.".formatted(file.getFileName(), title(label), reason));
        Set<Integer> read = IntStream.of(pixels).boxed().collect(Collectors.toSet());
        List<String> others = IntStream.range(0, fields)
                .filter(column -> column != label && !read.contains(column))
                .mapToObj(this::title)
                .toList();
        if (!others.isEmpty()) {
            faults.note("%s: %s %s no pixels and %s left out."
                    .formatted(
                            file.getFileName(),
                            others.stream().limit(SkippedImages.NAMED).collect(Collectors.joining(", "))
                                    + (others.size() > SkippedImages.NAMED
                                            ? " and %d more".formatted(others.size() - SkippedImages.NAMED)
                                            : ""),
                            others.size() == 1 ? "holds" : "hold",
                            others.size() == 1 ? "is" : "are"));
        }
        if (numbers == CsvNumbers.SHARES) {
            faults.note(
                    "%s: brightness is written as shares of 0 to 1, and read times 255.".formatted(file.getFileName()));
        }
    }

    /**
     * Refuses labels that cannot be such.
     *
     * @param labels number of images of each label
     */
    void requirePlausible(Map<String, Integer> labels, int images) {
        boolean guessed = namedLabel() < 0;
        boolean many = images >= 20 && labels.size() > images / 2;
        boolean pixelLike = guessed
                && labels.size() > MOST_LABELS
                && labels.keySet().stream().allMatch(name -> CsvNumbers.WHOLE.brightness(name) >= 0);
        if (many || pixelLike) {
            throw new DataException(
                    "%s: %s would hold the labels, but has %d different values in %d lines%s: name the column of"
                                    .formatted(
                                            file,
                                            title(label),
                                            labels.size(),
                                            images,
                                            pixelLike ? ", as a pixel has" : "")
                            + " the labels with --label-column (first, last or its name in the header)");
        }
    }

    private String title(int column) {
        return header == null || header.get(column).isEmpty()
                ? "column %d of %d".formatted(column + 1, fields)
                : "column '%s'".formatted(header.get(column));
    }

    /** A line that names the label's column, unless that is a value in it, or most of whose fields are no brightness. */
    private boolean isHeader(List<List<String>> sample) {
        List<String> first = sample.get(0);
        int others = 0;
        for (int column = 0; column < first.size(); column++) {
            int field = column;
            String name = first.get(column).strip();
            if (isLabelName(name)
                    && sample.stream()
                            .skip(1)
                            .noneMatch(line -> line.size() > field
                                    && line.get(field).strip().equals(name))) {
                return true;
            }
            others += Math.abs(CsvNumbers.number(name)) <= CsvNumbers.MAX ? 0 : 1;
        }
        return others > first.size() / 2;
    }

    private boolean isLabelName(String name) {
        boolean byName = wanted != null && !wanted.equals(CsvLayout.FIRST) && !wanted.equals(CsvLayout.LAST);
        return byName ? name.equals(wanted) : LABEL_NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Returns the column that the command line or the header names; -1 when none does. */
    private int namedLabel() {
        if (CsvLayout.FIRST.equals(wanted)) {
            return 0;
        }
        if (CsvLayout.LAST.equals(wanted)) {
            return fields - 1;
        }
        List<String> names = header;
        if (wanted != null) {
            int column = names == null ? -1 : names.indexOf(wanted);
            if (column < 0) {
                throw new DataException(
                        "%s has no column '%s'%s; --label-column takes first, last or a name in the header"
                                .formatted(
                                        file,
                                        wanted,
                                        names == null ? " and no header" : ": its header begins with " + names.get(0)));
            }
            return column;
        }
        List<String> lower = names == null
                ? List.of()
                : names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        return LABEL_NAMES.stream()
                .map(lower::indexOf)
                .filter(column -> column >= 0)
                .findFirst()
                .orElse(-1);
    }

    /**
     * Marks columns whose names say that they hold no pixels: most columns are called alike but for numbers, and these are not;
     * or they are called as labels or files are.
     */
    private boolean[] alienNames() {
        boolean[] alien = new boolean[fields];
        List<String> names = header;
        if (names == null) {
            return alien;
        }
        Map<String, Integer> stems = new HashMap<>();
        names.forEach(name -> stems.merge(stem(name), 1, Integer::sum));
        Map.Entry<String, Integer> most = Collections.max(stems.entrySet(), Map.Entry.comparingByValue());
        for (int column = 0; column < fields; column++) {
            String name = names.get(column).toLowerCase(Locale.ROOT);
            alien[column] = OTHER_NAMES.contains(name)
                    || LABEL_NAMES.contains(name)
                    || (most.getValue() > fields / 2 && !stem(name).equals(most.getKey()));
        }
        return alien;
    }

    private static String stem(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("\\d+", "#");
    }

    private CsvNumbers numbers(int known, boolean[] alien) {
        boolean fractions = false;
        boolean large = false;
        boolean negative = false;
        for (int column = 0; column < fields; column++) {
            if (column == known || alien[column]) {
                continue;
            }
            for (List<String> line : lines) {
                double value = CsvNumbers.number(line.get(column));
                fractions |= value != Math.rint(value) && !Double.isNaN(value);
                large |= value > 1;
                negative |= value < 0;
            }
        }
        if (fractions && (large || negative)) {
            throw new DataException(
                    "%s has pixels with fractions%s: wanted are whole numbers of 0 to 255, or shares of 0 to 1 throughout."
                            .formatted(file, negative ? " or below 0" : " beside ones above 1"));
        }
        return fractions ? CsvNumbers.SHARES : CsvNumbers.WHOLE;
    }

    private boolean canBePixels(int column) {
        long good = lines.stream()
                .filter(line -> numbers.brightness(line.get(column)) >= 0)
                .count();
        return 2 * good >= lines.size();
    }

    private int guessed(boolean[] alien) {
        int last = fields - 1;
        List<Integer> ends = new ArrayList<>();
        for (int column : List.of(0, last)) {
            if (alien[column] && isPlausible(column)) {
                ends.add(column);
            }
        }
        if (ends.isEmpty()) {
            return !isPlausible(0) && isPlausible(last) ? last : 0;
        }
        return ends.get(0);
    }

    private String guess(boolean[] alien) {
        return alien[label]
                ? "which holds no pixels"
                : "for its %d different values; --label-column names another".formatted(distinct(label));
    }

    /** Returns whether a column has two values or more, and not another one in each line. */
    private boolean isPlausible(int column) {
        int distinct = distinct(column);
        boolean blank = lines.stream().allMatch(line -> line.get(column).isBlank());
        return !blank && distinct > 1 && distinct <= Math.max(2, Math.min(MOST_LABELS * 4, lines.size() / 2));
    }

    private int distinct(int column) {
        return (int)
                lines.stream().map(line -> line.get(column).strip()).distinct().count();
    }
}
