package io.sparsesplit.trainer.report.model;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.trainer.evaluate.CalibrationTable;
import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Listing;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows how thresholds were chosen and what they promise: the calibration's record, with each table in it. */
record PromiseSection(Manifest manifest) {

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(2, "Promise"));
        StringWriter text = new StringWriter();
        new CalibrationTable(manifest.exits(), manifest.calibration()).print(new PrintWriter(text, true));
        blocks.add(new Listing(text.toString().stripTrailing().stripIndent()));
        if (manifest.calibration() == null) {
            blocks.add(new Paragraph("How thresholds were chosen is %s in this model.".formatted(Text.NOT_RECORDED)));
        } else {
            addTables(blocks, "calibration", JsonMapper.shared().valueToTree(manifest.calibration()));
        }
        return blocks;
    }

    /** Adds a table for each list of objects, wherever it stands in the record. */
    private static void addTables(List<Block> blocks, String name, JsonNode node) {
        if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
            blocks.add(table(name, node));
        } else if (node.isObject()) {
            node.properties()
                    .forEach(member -> addTables(blocks, name + ", " + words(member.getKey()), member.getValue()));
        }
    }

    private static Grid table(String name, JsonNode rows) {
        List<String> members = new ArrayList<>();
        rows.forEach(row -> row.propertyNames().stream()
                .filter(member -> !members.contains(member))
                .forEach(members::add));
        List<List<String>> cells = new ArrayList<>();
        for (JsonNode row : rows) {
            cells.add(members.stream().map(member -> cell(row.path(member))).toList());
        }
        return new Grid(
                "Recorded: " + name,
                0,
                members.stream().map(PromiseSection::words).toList(),
                cells);
    }

    private static String cell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "–";
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    /** Returns the words of a name in camel case. */
    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
