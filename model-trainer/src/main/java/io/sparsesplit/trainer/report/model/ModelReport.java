package io.sparsesplit.trainer.report.model;

import io.sparsesplit.trainer.evaluate.EvaluationFigures;
import io.sparsesplit.trainer.evaluate.Traffic;
import io.sparsesplit.trainer.history.HistoryFile;
import io.sparsesplit.trainer.history.RunRecord;
import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Document;
import io.sparsesplit.trainer.report.document.Html;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the report of a model, as one page that needs no other file and as JSON.
 *
 * @param input what the report is made from
 */
public record ModelReport(ReportInput input) {

    /** Name of the page in the folder of a model's version. */
    public static final String PAGE = "report.html";

    /** Name of the JSON in the folder of a model's version. */
    public static final String JSON = "report.json";

    private static final int FORMAT_VERSION = 1;

    /**
     * Returns the files to publish with the model, by name: page, JSON, and what is recorded of the training,
     * {@value HistoryFile#NAME} and {@value RunRecord#NAME}.
     */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(PAGE, page());
        files.put(JSON, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(figures()));
        if (!input.epochs().isEmpty()) {
            files.put(HistoryFile.NAME, HistoryFile.bytes(input.epochs()));
        }
        if (input.run() != null) {
            files.put(RunRecord.NAME, input.run().bytes());
        }
        return files;
    }

    /** Returns the page: HTML in UTF-8. */
    public byte[] page() {
        List<Block> blocks = new ArrayList<>();
        blocks.addAll(new SummarySection(input).blocks());
        blocks.addAll(new PromiseSection(input.manifest()).blocks());
        blocks.addAll(new DataSection(input).blocks());
        blocks.addAll(new TrainingSection(input).blocks());
        blocks.addAll(new ConfusionSection(input).blocks());
        blocks.addAll(new ClassSection(input).blocks());
        blocks.addAll(new ReliabilitySection(input.evaluation()).blocks());
        blocks.addAll(new MistakeSection(input).blocks());
        blocks.addAll(new BytesSection(input).blocks());
        String title =
                "%s %s".formatted(input.manifest().name(), input.manifest().version());
        return Html.of(new Document(title, blocks)).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns all figures, for JSON. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("formatVersion", FORMAT_VERSION);
        figures.put("model", input.manifest().name());
        figures.put("version", input.manifest().version());
        figures.put("fingerprint", input.model().edge().fingerprint().toString());
        figures.put("edgeParameters", input.model().edge().head().parameters());
        figures.put("tailParameters", input.model().cloud().tail().parameters());
        figures.put("exits", input.manifest().exits());
        figures.put("calibration", input.manifest().calibration());
        figures.put("training", input.manifest().training());
        figures.put("evaluation", new EvaluationFigures(input.labels()).of(input.evaluation()));
        figures.put("bytesPerOffload", bytes(input.evaluation().offloads()));
        figures.put("bytesIfAllWereSent", bytes(input.evaluation().all()));
        figures.put("run", input.run());
        figures.put("epochs", input.epochs().size());
        return figures;
    }

    private static Map<String, Object> bytes(Traffic traffic) {
        Map<String, Object> bytes = new LinkedHashMap<>();
        bytes.put("messages", traffic.messages());
        bytes.put("idealCode", traffic.idealBytesPerMessage());
        bytes.put("payload", traffic.payloadBytesPerMessage());
        bytes.put("frame", traffic.frameBytesPerMessage());
        return bytes;
    }
}
