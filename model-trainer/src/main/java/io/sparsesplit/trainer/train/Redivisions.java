package io.sparsesplit.trainer.train;

import io.sparsesplit.trainer.calibrate.Redivision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The divisions of one {@code redivide} that are done, with their means. They are written to a file after each division, so that
 * the same command goes on from there. Safe to share between threads.
 */
final class Redivisions {

    static final String COMMAND = "command";
    private static final String DIVISIONS = "divisions";

    private final @Nullable Path file;
    private final Map<String, Object> setting;
    private final List<String> labels;
    private final List<Redivision> done = new ArrayList<>();

    /**
     * Divisions of a command, with those that a file has of it already.
     *
     * @param file JSON file that keeps them; null for none
     * @param setting what the divisions depend on, by name; the command is among it
     * @param labels names of the classes
     * @throws IllegalArgumentException when the file is damaged or of another command
     */
    Redivisions(@Nullable Path file, Map<String, Object> setting, List<String> labels) throws IOException {
        this.file = file;
        this.setting = new LinkedHashMap<>(setting);
        this.labels = List.copyOf(labels);
        if (file != null && Files.exists(file)) {
            read(file);
        }
    }

    private void read(Path from) throws IOException {
        try {
            JsonNode there = JsonMapper.shared().readTree(Files.readAllBytes(from));
            JsonNode wanted = JsonMapper.shared().valueToTree(setting);
            for (Map.Entry<String, JsonNode> member : wanted.properties()) {
                JsonNode found = there.path(member.getKey());
                if (!found.equals(member.getValue())) {
                    throw new IllegalArgumentException("%s has other divisions, %s %s instead of %s: name another file"
                            .formatted(from, member.getKey(), found, member.getValue()));
                }
            }
            for (JsonNode division : there.path(DIVISIONS)) {
                done.add(JsonMapper.shared().treeToValue(division, Redivision.class));
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("%s is no result of this command: name another file".formatted(from), e);
        }
    }

    /** Returns whether the division of a seed is done. */
    synchronized boolean has(long seed) {
        return done.stream().anyMatch(division -> division.seed() == seed);
    }

    /** Adds a division, and replaces the file, atomically. */
    synchronized void add(Redivision division) throws IOException {
        done.add(division);
        if (file != null) {
            Path unfinished = file.resolveSibling(file.getFileName() + ".part");
            Files.write(
                    unfinished,
                    JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(figures(done, true)));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Returns the figures of the divisions of the seeds 1 to a number, by name. */
    synchronized Map<String, Object> figures(int runs) {
        return figures(done.stream().filter(division -> division.seed() <= runs).toList(), false);
    }

    private Map<String, Object> figures(List<Redivision> divisions, boolean each) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("runs", divisions.size());
        figures.put("promised", divisions.stream().filter(Redivision::promised).count());
        figures.put("broken", divisions.stream().filter(Redivision::broken).count());
        figures.put("localExitRate", mean(divisions, Redivision::localExitRate));
        figures.put("accuracy", mean(divisions, Redivision::accuracy));
        figures.put("loss", mean(divisions, Redivision::loss));
        Map<String, Double> recall = new LinkedHashMap<>();
        for (int c = 0; c < labels.size(); c++) {
            int index = c;
            recall.put(
                    labels.get(c), mean(divisions, division -> division.recall().get(index)));
        }
        figures.put("recall", recall);
        figures.put(
                "balancedAccuracy",
                recall.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElse(Double.NaN));
        figures.putAll(setting);
        if (each) {
            figures.put(
                    DIVISIONS,
                    divisions.stream()
                            .sorted(Comparator.comparingLong(Redivision::seed))
                            .toList());
        }
        return figures;
    }

    private static double mean(List<Redivision> divisions, ToDoubleFunction<Redivision> figure) {
        return divisions.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }
}
