package io.sparsesplit.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A Grafana dashboard: rows of panels, which find their places and numbers by themselves. */
final class Dashboard {

    static final String TAG = "sparsesplit";

    private static final int COLUMNS = 24;
    private static final JsonMapper JSON = new JsonMapper();

    private final String name;
    private final String title;
    private final String description;
    private final List<ObjectNode> variables = new ArrayList<>();
    private final Map<String, List<Panel>> rows = new LinkedHashMap<>();

    /**
     * A dashboard without panels.
     *
     * @param name of its file, and behind {@code sparsesplit-} its uid
     */
    Dashboard(String name, String title, String description) {
        this.name = name;
        this.title = title;
        this.description = description;
        ObjectNode datasource = variable("datasource", "Data source", "datasource", "prometheus");
        datasource.putObject("current").put("text", "Prometheus").put("value", "prometheus");
        datasource.put("includeAll", false).put("multi", false);
    }

    String name() {
        return name;
    }

    /** Values of a label to choose among, all of them at first. */
    Dashboard choose(String variable, String label, String query) {
        ObjectNode choice = variable(variable, label, "query", query);
        choice.set("datasource", Panel.datasource());
        choice.putObject("current").put("text", "All").put("value", "$__all");
        choice.put("includeAll", true).put("multi", true).put("sort", 1);
        choice.put("refresh", 2); // whenever the time range changes: instances come and go
        return this;
    }

    Dashboard row(String heading, Panel... panels) {
        rows.put(heading, List.of(panels));
        return this;
    }

    private ObjectNode variable(String variable, String label, String type, String query) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", variable);
        node.put("label", label);
        node.put("type", type);
        node.put("query", query);
        node.put("hide", 0);
        node.put("refresh", 1);
        node.put("regex", "");
        node.putArray("options");
        variables.add(node);
        return node;
    }

    /** As it stands in its file. */
    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("uid", "sparsesplit-" + name);
        json.put("title", title);
        json.put("description", description);
        json.putArray("tags").add(TAG);
        json.put("schemaVersion", 41);
        json.put("editable", false);
        json.put("graphTooltip", 1);
        json.put("refresh", "10s");
        json.putObject("time").put("from", "now-30m").put("to", "now");
        json.put("timezone", "browser");
        json.putObject("annotations").putArray("list");
        json.putArray("links")
                .addObject()
                .put("type", "dashboards")
                .put("title", "SparseSplit")
                .put("tooltip", "The other dashboards")
                .put("url", "")
                .put("icon", "dashboard")
                .put("asDropdown", false)
                .put("includeVars", true)
                .put("keepTime", true)
                .put("targetBlank", false)
                .putArray("tags")
                .add(TAG);
        json.putObject("templating").putArray("list").addAll(variables);
        place(json.putArray("panels"));
        return json;
    }

    private void place(ArrayNode panels) {
        int y = 0;
        for (Map.Entry<String, List<Panel>> row : rows.entrySet()) {
            panels.add(heading(row.getKey(), panels.size() + 1, y++));
            int x = 0;
            int height = 0;
            for (Panel panel : row.getValue()) {
                if (x + panel.width() > COLUMNS) {
                    y += height;
                    x = 0;
                    height = 0;
                }
                panels.add(panel.at(panels.size() + 1, x, y));
                x += panel.width();
                height = Math.max(height, panel.height());
            }
            y += height;
        }
    }

    private static ObjectNode heading(String title, int id, int y) {
        ObjectNode heading = JSON.createObjectNode();
        heading.put("id", id);
        heading.put("type", "row");
        heading.put("title", title);
        heading.put("collapsed", false);
        heading.putObject("gridPos").put("h", 1).put("w", COLUMNS).put("x", 0).put("y", y);
        heading.putArray("panels");
        return heading;
    }
}
