package io.sparsesplit.trainer.report;

import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Figure;
import io.sparsesplit.trainer.report.document.Block.Notice;
import io.sparsesplit.trainer.report.document.Document;
import io.sparsesplit.trainer.report.document.Html;
import io.sparsesplit.trainer.report.document.Markdown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The report on a reproduction, made of the results and of nothing else: the same results give the same bytes. What has not
 * been run yet is left out, with the command that runs it.
 */
public final class Report {

    public static final String MARKDOWN = "report.md";
    public static final String HTML = "report.html";

    private final Document document;

    private Report(Document document) {
        this.document = document;
    }

    /**
     * The report on the results in a folder: {@code reproduce.json}, and, as far as they are there, {@code weights.json},
     * {@code exits.json}, {@code bytes.json} and {@code size.json}. It carries a banner when one of them is of a quick run.
     *
     * @throws ResultsException when one of them is damaged, or there are no runs at all
     */
    public static Report of(Path folder) {
        return of(folder, false);
    }

    /**
     * The report on the results in a folder.
     *
     * @param quick whether it carries the banner of quick runs whatever the results are
     * @throws ResultsException when one of them is damaged, or there are no runs at all
     */
    static Report of(Path folder, boolean quick) {
        Results results = Results.read(folder);
        if (results.groups().isEmpty()) {
            throw new ResultsException(
                    "%s has no runs: 'sparsesplit reproduce' makes them".formatted(folder.resolve(Runs.FILE)));
        }
        List<Block> blocks = new ArrayList<>();
        if (quick || results.areQuick()) {
            blocks.add(new Notice("Quick run: figures are not results."));
        }
        blocks.addAll(Summary.of(results));
        blocks.addAll(PaperTables.of(results, Table.I));
        blocks.addAll(PaperTables.of(results, Table.II));
        blocks.addAll(AccuracyFigures.of(results));
        blocks.addAll(PaperTables.free(results));
        blocks.addAll(FewestParameters.of(results));
        blocks.addAll(Ablation.of(results));
        blocks.addAll(Distillation.of(results));
        blocks.addAll(WeightFigures.of(results));
        blocks.addAll(ExitCurves.of(results));
        blocks.addAll(Bytes.of(results));
        blocks.addAll(Sizes.of(results));
        blocks.addAll(Provenance.of(results));
        return new Report(new Document("Predefined sparsity on MNIST, reproduced", blocks));
    }

    public String markdown() {
        return Markdown.of(document);
    }

    public String html() {
        return Html.of(document);
    }

    /** Writes {@value #MARKDOWN}, {@value #HTML}, and the figures of the former as SVG files. */
    public void write(Path folder) {
        for (Figure figure : document.figures()) {
            RecordFile.replace(folder.resolve(Markdown.FIGURES).resolve(figure.name() + ".svg"), figure.svg());
        }
        RecordFile.replace(folder.resolve(MARKDOWN), markdown());
        RecordFile.replace(folder.resolve(HTML), html());
    }
}
