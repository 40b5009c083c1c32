package io.sparsesplit.trainer.predict;

import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitScore;
import io.sparsesplit.trainer.evaluate.Prediction;
import io.sparsesplit.trainer.evaluate.SplitModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes predictions for a program, as one JSON object whose members are named as in the edge service's answers. */
final class PredictionJson {

    private final SplitModel model;
    private final List<String> labels;
    private final List<Map<String, Object>> predictions = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    PredictionJson(SplitModel model) {
        this.model = model;
        this.labels = model.manifest().labels();
    }

    void add(Path image, Prediction prediction) {
        Classification answer = prediction.served();
        ExitScore exit = prediction.exitScore();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", image.toString());
        members.put("label", labels.get(answer.classIndex()));
        members.put("classIndex", answer.classIndex());
        members.put("confidence", answer.probability());
        members.put("runnerUp", labels.get(prediction.runnerUp()));
        members.put("probabilities", answer.probabilities());
        members.put("exit", prediction.servedBy());
        members.put("criterion", exit.criterion().toString());
        members.put("criterionValue", exit.confidence());
        members.put("threshold", exit.threshold());
        predictions.add(members);
    }

    void addFault(String fault) {
        faults.add(fault);
    }

    String text() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(
                "model",
                Map.of(
                        "name", model.manifest().name(),
                        "version", model.manifest().version(),
                        "fingerprint", model.edge().fingerprint().toString()));
        members.put("predictions", predictions);
        members.put("faults", faults);
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(members);
    }
}
