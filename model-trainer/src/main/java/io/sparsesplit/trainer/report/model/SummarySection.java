package io.sparsesplit.trainer.report.model;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.Manifest.Split;
import io.sparsesplit.model.artifact.Manifest.Training;
import io.sparsesplit.trainer.evaluate.ConfusionMatrix;
import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.evaluate.Performance;
import io.sparsesplit.trainer.history.CommandSettings;
import io.sparsesplit.trainer.history.EpochRecord;
import io.sparsesplit.trainer.history.RunRecord;
import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import io.sparsesplit.trainer.report.document.Block.Listing;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import java.util.ArrayList;
import java.util.List;

/** Shows accuracies at a glance, and what the model is and came from. */
record SummarySection(ReportInput input) {

    List<Block> blocks() {
        Evaluation evaluation = input.evaluation();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Heading(2, "Summary"));
        blocks.add(new Paragraph(
                "On %s test images, of %d classes, %s %% are answered correctly (95 %% interval: %s). The edge answers %s %% by itself; %s %% of these answers are correct."
                        .formatted(
                                Text.whole(evaluation.images()),
                                input.labels().size(),
                                Text.decimals(evaluation.cascadeAccuracy(), 2),
                                Text.interval(evaluation.cascade().confusion().accuracyInterval(), evaluation.images()),
                                Text.decimals(evaluation.localExitRate(), 2),
                                Text.percent(evaluation.edge().confusion().accuracy(), evaluation.localExits()))));
        blocks.add(accuracies(evaluation));
        blocks.add(model());
        blocks.add(origin());
        blocks.add(new Paragraph(aboutCommand()));
        blocks.add(new Listing(wrapped(input.manifest().training().command())));
        return blocks;
    }

    private Grid accuracies(Evaluation evaluation) {
        ConfusionMatrix confusion = evaluation.cascade().confusion();
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("exit, asked for all images", evaluation.exit()));
        rows.add(row("tail, asked for all images", evaluation.tail()));
        rows.add(row("cascade: what a client gets", evaluation.cascade()));
        rows.add(row("of it, answered on the edge", evaluation.edge()));
        rows.add(List.of(
                "always answering " + input.labels().get(confusion.majority()),
                Text.whole(confusion.images()),
                Text.decimals(confusion.majorityShare(), 2),
                "",
                Text.decimals(100.0 / Math.max(1, confusion.worstClasses().size()), 2),
                ""));
        return new Grid(
                "Accuracy, in percent",
                1,
                List.of("answered by", "images", "correct", "95 % interval", "balanced", "calibration error"),
                rows);
    }

    private static List<String> row(String name, Performance performance) {
        ConfusionMatrix confusion = performance.confusion();
        int images = confusion.images();
        return List.of(
                name,
                Text.whole(images),
                Text.percent(confusion.accuracy(), images),
                Text.interval(confusion.accuracyInterval(), images),
                Text.percent(confusion.balancedAccuracy(), images),
                images == 0
                        ? "–"
                        : Text.decimals(100 * performance.reliability().expectedCalibrationError(), 1));
    }

    private Grid model() {
        Manifest manifest = input.manifest();
        return new Grid(
                "Model",
                2,
                List.of("what", "value"),
                List.of(
                        List.of("name and version", "%s %s".formatted(manifest.name(), manifest.version())),
                        List.of(
                                "fingerprint",
                                "`%s`".formatted(input.model().edge().fingerprint())),
                        List.of("picture", manifest.preprocessing().toString()),
                        List.of(
                                "parameters",
                                "%s on the edge, exits included; %s in the cloud"
                                        .formatted(
                                                Text.whole(input.model()
                                                        .edge()
                                                        .head()
                                                        .parameters()),
                                                Text.whole(input.model()
                                                        .cloud()
                                                        .tail()
                                                        .parameters()))),
                        List.of(
                                "features",
                                "%d, sent as %s"
                                        .formatted(
                                                input.model().edge().head().features(),
                                                input.model()
                                                        .edge()
                                                        .codecs()
                                                        .standard()
                                                        .codec()))));
    }

    private Grid origin() {
        Training training = input.manifest().training();
        Split split = training.split();
        RunRecord run = input.run();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "images",
                "%s trained on, %s held out for thresholds and choices"
                        .formatted(Text.whole(training.trainImages()), Text.whole(training.validationImages()))));
        rows.add(List.of("split", split == null ? Text.NOT_RECORDED : split.rule()));
        rows.add(List.of("images that could not be used", split == null ? Text.NOT_RECORDED : "" + split.skipped()));
        rows.add(List.of(
                "SHA-256 of the training images", split == null ? Text.NOT_RECORDED : "`" + split.trainSha256() + "`"));
        rows.add(List.of(
                "SHA-256 of the test images", split == null ? Text.NOT_RECORDED : "`" + split.testSha256() + "`"));
        rows.add(List.of("seed", Long.toString(training.seed())));
        rows.add(List.of("begun", run == null ? Text.NOT_RECORDED : run.started()));
        rows.add(List.of("time for all epochs", input.epochs().isEmpty() ? Text.NOT_RECORDED : duration()));
        rows.add(List.of(
                "machine",
                run == null
                        ? Text.NOT_RECORDED
                        : "%d cores, JDK %s, %s"
                                .formatted(
                                        run.host().cores(),
                                        run.host().jdk(),
                                        run.host().system())));
        return new Grid("Origin", 2, List.of("what", "value"), rows);
    }

    private String duration() {
        double seconds = input.epochs().stream()
                .mapToDouble(EpochRecord::seconds)
                .filter(Double::isFinite)
                .sum();
        return seconds < 120 ? Text.decimals(seconds, 1) + " s" : Text.decimals(seconds / 60, 1) + " min";
    }

    /**
     * Returns the sentence that stands before the command. A version that was calibrated again has the command of the version that
     * its weights come from.
     */
    private String aboutCommand() {
        String version = input.manifest().version();
        String trained =
                CommandSettings.of(input.manifest().training().command()).getOrDefault("version", version);
        return trained.equals(version)
                ? "The command that trains this model again from the same data:"
                : "This version has the weights of version %s. The command that trains that one again from the same data:"
                        .formatted(trained);
    }

    /** Returns a command whose options begin new lines where a line would be long. */
    private static String wrapped(String command) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String part : command.split(" (?=--)", -1)) {
            if (column + part.length() > 96) {
                text.append(" \\\n    ");
                column = 4;
            } else if (column > 0) {
                text.append(' ');
            }
            text.append(part);
            column += part.length() + 1;
        }
        return text.toString();
    }
}
