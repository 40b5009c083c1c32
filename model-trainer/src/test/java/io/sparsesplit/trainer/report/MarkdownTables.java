package io.sparsesplit.trainer.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of a Markdown text by caption, each row a map from header to cell: a reader's view, not the writer's. */
final class MarkdownTables {

    /** Cells by header. */
    record Row(Map<String, String> cells) {

        String get(String header) {
            String cell = cells.get(header);
            if (cell == null) {
                throw new AssertionError("no column '%s' among %s".formatted(header, cells.keySet()));
            }
            return cell;
        }
    }

    private final Map<String, List<Row>> tables = new LinkedHashMap<>();

    MarkdownTables(String markdown) {
        String caption = "";
        List<String> header = List.of();
        for (String line : markdown.lines().toList()) {
            if (line.startsWith("**") && line.endsWith("**")) {
                caption = line.substring(2, line.length() - 2);
                header = List.of();
            } else if (line.startsWith("| ---")) {
                tables.put(caption, new ArrayList<>());
            } else if (line.startsWith("| ") && header.isEmpty()) {
                header = cells(line);
            } else if (line.startsWith("| ")) {
                List<String> cells = cells(line);
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < header.size(); i++) {
                    row.put(header.get(i), cells.get(i));
                }
                tables.getOrDefault(caption, new ArrayList<>()).add(new Row(row));
            }
        }
    }

    /** Captions in their order. */
    List<String> captions() {
        return List.copyOf(tables.keySet());
    }

    /** The rows of a table; none when it is not there. */
    List<Row> table(String caption) {
        return tables.getOrDefault(caption, List.of());
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|", -1)) {
            cells.add(cell.strip().replace("\\|", "|").replace("&lt;", "<"));
        }
        return cells;
    }
}
