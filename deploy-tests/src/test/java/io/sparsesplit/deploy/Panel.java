package io.sparsesplit.deploy;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A panel of a Grafana dashboard, in the terms of its JSON model. In expressions {@code @edge} stands for the selector of the
 * edges that are chosen, {@code @cloud} for that of the clouds, {@code @any} for that of services and instances, and
 * {@code [~]} for the rate interval.
 */
final class Panel {

    static final String DATASOURCE = "${datasource}";

    private static final JsonMapper JSON = new JsonMapper();

    /** The same colour for the same thing everywhere. */
    private static final Map<String, String> COLOURS = Map.ofEntries(
            Map.entry("edge", "green"),
            Map.entry("cloud", "blue"),
            Map.entry("edge-fallback", "orange"),
            Map.entry("edge-provisional", "purple"),
            Map.entry("success", "green"),
            Map.entry("confirmed", "green"),
            Map.entry("revised", "blue"),
            Map.entry("expired", "orange"),
            Map.entry("failed", "red"),
            Map.entry("refused", "red"),
            Map.entry("500", "red"),
            Map.entry("503", "dark-orange"));

    private final ObjectNode json = JSON.createObjectNode();
    private final ObjectNode defaults;
    private final ObjectNode custom;
    private final ObjectNode options;
    private final ArrayNode targets;
    private final int width;
    private final int height;

    private Panel(String type, String title, String unit, String description, int width, int height) {
        this.width = width;
        this.height = height;
        json.put("id", 0);
        json.put("type", type);
        json.put("title", title);
        json.put("description", description);
        json.set("datasource", datasource());
        json.putObject("gridPos");
        ObjectNode config = json.putObject("fieldConfig");
        defaults = config.putObject("defaults");
        defaults.put("unit", unit);
        custom = JSON.createObjectNode();
        ArrayNode overrides = config.putArray("overrides");
        if (!type.equals("stat")) {
            COLOURS.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(colour -> {
                ObjectNode override = overrides.addObject();
                override.putObject("matcher").put("id", "byName").put("options", colour.getKey());
                override.putArray("properties")
                        .addObject()
                        .put("id", "color")
                        .putObject("value")
                        .put("mode", "fixed")
                        .put("fixedColor", colour.getValue());
            });
        }
        options = json.putObject("options");
        targets = json.putArray("targets");
    }

    /** Lines over time, a third of the width. */
    static Panel lines(String title, String unit, String description) {
        Panel panel = new Panel("timeseries", title, unit, description, 8, 8);
        panel.defaults.put("min", 0).set("custom", panel.custom);
        panel.custom
                .put("lineWidth", 2)
                .put("fillOpacity", 10)
                .put("gradientMode", "opacity")
                .put("showPoints", "never")
                .put("spanNulls", false);
        panel.legend("table");
        panel.options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
        return panel;
    }

    /** One large number, a sixth of the width. */
    static Panel number(String title, String unit, String description) {
        Panel panel = new Panel("stat", title, unit, description, 4, 4);
        panel.options
                .put("colorMode", "value")
                .put("graphMode", "area")
                .put("justifyMode", "auto")
                .put("textMode", "value");
        panel.options
                .putObject("reduceOptions")
                .put("values", false)
                .put("fields", "")
                .putArray("calcs")
                .add("lastNotNull");
        return panel;
    }

    /** What is so at which time, a third of the width. */
    static Panel states(String title, String unit, String description) {
        Panel panel = new Panel("state-timeline", title, unit, description, 8, 8);
        panel.defaults.set("custom", panel.custom);
        panel.custom.put("fillOpacity", 80).put("lineWidth", 0);
        panel.defaults.putObject("color").put("mode", "thresholds");
        panel.options.put("mergeValues", true).put("rowHeight", 0.8).put("showValue", "auto");
        panel.options
                .putObject("legend")
                .put("displayMode", "list")
                .put("placement", "bottom")
                .put("showLegend", false)
                .putArray("calcs");
        return panel;
    }

    /** How a distribution changes, from the buckets of a histogram; a third of the width. */
    static Panel heatmap(String title, String unit, String description) {
        Panel panel = new Panel("heatmap", title, unit, description, 8, 8);
        panel.options.put("calculate", false);
        panel.options
                .putObject("color")
                .put("mode", "scheme")
                .put("scheme", "Oranges")
                .put("fill", "dark-orange")
                .put("reverse", false)
                .put("scale", "exponential")
                .put("exponent", 0.5)
                .put("steps", 64);
        panel.options.putObject("yAxis").put("axisPlacement", "left").put("unit", unit);
        panel.options.putObject("cellValues").put("unit", "short");
        panel.options.putObject("tooltip").put("mode", "single");
        return panel;
    }

    /** Rows of labels, a third of the width. */
    static Panel table(String title, String unit, String description) {
        Panel panel = new Panel("table", title, unit, description, 8, 8);
        panel.options.put("showHeader", true).put("cellHeight", "sm");
        return panel;
    }

    Panel query(String expression, String legend) {
        String type = json.path("type").asString();
        ObjectNode target = targets.addObject();
        target.put("refId", String.valueOf((char) ('A' + targets.size() - 1)));
        target.set("datasource", datasource());
        target.put("expr", expanded(expression));
        target.put("legendFormat", legend);
        if (type.equals("heatmap")) {
            target.put("format", "heatmap");
        } else if (type.equals("table")) {
            target.put("format", "table").put("instant", true);
        }
        return this;
    }

    /** On top of each other. */
    Panel stacked() {
        custom.put("fillOpacity", 40)
                .putObject("stacking")
                .put("mode", "normal")
                .put("group", "A");
        return this;
    }

    Panel max(double most) {
        defaults.put("max", most);
        return this;
    }

    /** Values may be negative. */
    Panel signed() {
        defaults.remove("min");
        return this;
    }

    /** Green below the first, then orange, then red; on lines with the bounds drawn. */
    Panel bounds(double orange, double red) {
        return steps(List.of("green", "orange", "red"), orange, red);
    }

    /** Red below the first, then orange, then green. */
    Panel atLeast(double orange, double green) {
        return steps(List.of("red", "orange", "green"), orange, green);
    }

    /** In one colour whatever the value. */
    Panel plain() {
        return steps(List.of("blue"));
    }

    /** Names for whole numbers from 0 on, each with its colour. */
    Panel states(List<String> names, List<String> colours) {
        ObjectNode texts =
                defaults.putArray("mappings").addObject().put("type", "value").putObject("options");
        for (int i = 0; i < names.size(); i++) {
            texts.putObject(Integer.toString(i))
                    .put("text", names.get(i))
                    .put("color", colours.get(i))
                    .put("index", i);
        }
        return steps(List.of(colours.get(0)));
    }

    private Panel steps(List<String> colours, double... bounds) {
        ObjectNode thresholds = defaults.putObject("thresholds");
        thresholds.put("mode", "absolute");
        ArrayNode steps = thresholds.putArray("steps");
        for (int i = 0; i < colours.size(); i++) {
            ObjectNode step = steps.addObject().put("color", colours.get(i));
            if (i == 0) {
                step.putNull("value");
            } else {
                step.put("value", bounds[i - 1]);
            }
        }
        if (json.path("type").asString().equals("timeseries")) {
            custom.putObject("thresholdsStyle").put("mode", "dashed");
        }
        return this;
    }

    private void legend(String mode) {
        ArrayNode calculated = options.putObject("legend")
                .put("displayMode", mode)
                .put("placement", "bottom")
                .put("showLegend", true)
                .putArray("calcs");
        List.of("mean", "lastNotNull").forEach(calculated::add);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The panel as the one with this number, at this place of the grid. */
    ObjectNode at(int id, int x, int y) {
        ObjectNode placed = json.deepCopy();
        placed.put("id", id);
        placed.set(
                "gridPos",
                JSON.createObjectNode()
                        .put("h", height)
                        .put("w", width)
                        .put("x", x)
                        .put("y", y));
        return placed;
    }

    static ObjectNode datasource() {
        return JSON.createObjectNode().put("type", "prometheus").put("uid", DATASOURCE);
    }

    private static String expanded(String expression) {
        return expression
                .strip()
                .replace("@edge", "instance=~\"$edge\"")
                .replace("@cloud", "instance=~\"$cloud\"")
                .replace("@any", "job=~\"$service\",instance=~\"$instance\"")
                .replace("[~]", "[$__rate_interval]");
    }
}
