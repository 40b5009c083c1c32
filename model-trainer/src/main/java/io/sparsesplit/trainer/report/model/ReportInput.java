package io.sparsesplit.trainer.report.model;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.evaluate.SplitModel;
import io.sparsesplit.trainer.history.EpochRecord;
import io.sparsesplit.trainer.history.HistoryFile;
import io.sparsesplit.trainer.history.RunRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a report is made from.
 *
 * @param model both halves of the model
 * @param images test images
 * @param evaluation evaluation of the model on these images
 * @param run what the training ran with; null where that was not recorded
 * @param epochs epochs of the training; empty where they were not recorded
 */
public record ReportInput(
        SplitModel model,
        LabelledImages images,
        Evaluation evaluation,
        @Nullable RunRecord run,
        List<EpochRecord> epochs) {

    /**
     * Takes what a published model's folder records of its training.
     *
     * @param folder folder of the model's version
     * @throws IllegalArgumentException when a file in the folder is damaged
     */
    public static ReportInput of(SplitModel model, Path folder, LabelledImages images, Evaluation evaluation) {
        Path run = folder.resolve(RunRecord.NAME);
        Path history = folder.resolve(HistoryFile.NAME);
        return new ReportInput(
                model,
                images,
                evaluation,
                Files.exists(run) ? RunRecord.read(run) : null,
                Files.exists(history) ? HistoryFile.read(history) : List.of());
    }

    Manifest manifest() {
        return model.manifest();
    }

    List<String> labels() {
        return manifest().labels();
    }
}
