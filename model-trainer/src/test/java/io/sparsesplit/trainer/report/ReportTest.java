package io.sparsesplit.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparsesplit.trainer.Main;
import io.sparsesplit.trainer.train.Recipe;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ReportTest {

    private static final Shape SHAPE = new Shape(300, List.of(60, 50), List.of(3, 15, 10));

    @TempDir
    private Path folder;

    @Test
    void everyFigureOfTheMarkdownIsThereAndIsXml() throws Exception {
        SampleResults.write(folder);
        Report.of(folder).write(folder);
        Matcher links = Pattern.compile("!\\[[^]]+]\\((figures/[^)]+\\.svg)\\)").matcher(read(Report.MARKDOWN));
        Set<Path> linked = new TreeSet<>();
        while (links.find()) {
            linked.add(folder.resolve(links.group(1)));
        }
        try (Stream<Path> files = Files.list(folder.resolve("figures"))) {
            assertThat(files.toList()).hasSize(12).hasSameElementsAs(linked);
        }
        for (Path file : linked) {
            assertThat(parse(file).getDocumentElement().getNodeName()).isEqualTo("svg");
        }
    }

    @Test
    void theHtmlIsOneWellFormedFileThatNeedsNoOther() throws Exception {
        SampleResults.write(folder);
        Report.of(folder).write(folder);
        Document page = parse(folder.resolve(Report.HTML));
        assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(12);
        assertThat(page.getElementsByTagName("table").getLength()).isGreaterThan(10);
        assertThat(read(Report.HTML).replace("\"http://www.w3.org/", ""))
                .doesNotContain("http:", "https:", "src=", "<link", "@import", "url(");
        Matcher anchors = Pattern.compile("href=\"#([^\"]+)\"").matcher(read(Report.HTML));
        while (anchors.find()) {
            assertThat(read(Report.HTML)).containsOnlyOnce("id=\"%s\"".formatted(anchors.group(1)));
        }
    }

    @Test
    void theSameResultsGiveTheSameBytes() {
        SampleResults.write(folder);
        assertThat(Report.of(folder).html()).isEqualTo(Report.of(folder).html());
        assertThat(Report.of(folder).markdown()).isEqualTo(Report.of(folder).markdown());
    }

    @Test
    void whatHasNotBeenRunIsLeftOutWithTheCommandThatRunsIt() throws Exception {
        Runs.read(folder).add(SampleResults.run(Table.FREE, "sparse 2450", Recipe.BEST, SHAPE, 1, null, 97.5));
        assertThat(execute("report", "--results", folder.toString(), "--out", folder.toString()))
                .isEmpty();
        assertThat(read(Report.MARKDOWN))
                .contains(
                        "Left out: there is no `weights.json`. `sparsesplit reproduce` makes it.",
                        "Left out: there is no `exits.json`. `sparsesplit curves MODEL` makes it.",
                        "Left out: there is no `bytes.json`. `sparsesplit sweep` makes it.",
                        "Left out: there is no `size.json`. `sparsesplit curves MODEL` makes it.",
                        "## Ablation\n\nLeft out: there are no such runs yet. `sparsesplit reproduce` makes them.",
                        "| sparse 2450 | 300 | 60 50 | 3 15 10 | 2,420 | 93.93 | 97.50 | 97.50 | 1 | +3.57 | – |",
                        "| 2,450 parameters, free shape | 97.60 | 98.00 | 97.50 | 97.50 | 1 | below the floor | not run |",
                        "| 5,730 parameters, free shape | 98.55 | 98.90 | – | – | – | not run | not run |");
        parse(folder.resolve(Report.HTML));
    }

    @Test
    void reportsOnQuickRunsCarryABanner() throws Exception {
        Run run = SampleResults.run(Table.FREE, "sparse 2450", Recipe.BEST, SHAPE, 1, null, 97.5);
        Runs.read(folder).add(run);
        assertThat(Report.of(folder).markdown()).doesNotContain("Quick run");
        assertThat(execute("report", "--quick", "--results", folder.toString(), "--out", folder.toString()))
                .isEmpty();
        assertThat(read(Report.MARKDOWN)).contains("> **Quick run: figures are not results.**\n");
        assertThat(read(Report.HTML))
                .contains("<p class=\"notice\" role=\"note\">Quick run: figures are not results.</p>");
        parse(folder.resolve(Report.HTML));
    }

    @Test
    void whatAQuickRunLeftInTheResultsIsSeenInTheReport() {
        SampleResults.write(folder);
        BytesPoint point = BytesPoint.in(folder).read().get(0);
        new BytesPoint(
                        "png",
                        point.model(),
                        0,
                        0,
                        0,
                        9,
                        ExitPoint.TEST,
                        BytesPoint.ALL,
                        0,
                        50,
                        50,
                        10,
                        1,
                        1,
                        1,
                        1,
                        "sparsesplit competitors --seed 9 --quick")
                .addTo(folder);

        assertThat(Report.of(folder).html()).contains("Quick run: figures are not results.");
    }

    @Test
    void withoutAnyRunsThereIsNoReport() {
        assertThat(execute("report", "--results", folder.toString(), "--out", folder.toString()))
                .containsExactly("sparsesplit report: %s has no runs: 'sparsesplit reproduce' makes them"
                        .formatted(folder.resolve("reproduce.json")));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void damagedResultsGetOneSentence() throws Exception {
        Files.writeString(folder.resolve("reproduce.json"), "[{\"table\":\"I\",\"row\":\"deep 2455\"}]");
        assertThat(execute("report", "--results", folder.toString(), "--out", folder.toString()))
                .singleElement()
                .asString()
                .startsWith("sparsesplit report: %s, object 1 (table I, row deep 2455): "
                        .formatted(folder.resolve("reproduce.json")));
    }

    @Test
    void seedsThatWereTrainedDifferentlyAreNotAveraged() {
        Runs runs = Runs.read(folder);
        Shape smaller = new Shape(300, List.of(60, 40), List.of(3, 14, 10));
        runs.add(SampleResults.run(Table.FREE, "sparse 2450", Recipe.BEST, SHAPE, 1, null, 97.5));
        runs.add(SampleResults.run(Table.FREE, "sparse 2450", Recipe.BEST, smaller, 2, null, 97.5));
        assertThatExceptionOfType(ResultsException.class)
                .isThrownBy(() -> Report.of(folder))
                .withMessage("table free, row sparse 2450, recipe best: seeds 1 and 2 were trained differently;"
                        + " 'sparsesplit reproduce' brings them together");
    }

    private String read(String name) throws Exception {
        return Files.readString(folder.resolve(name));
    }

    /** Lines on the error stream. */
    private static List<String> execute(String... arguments) {
        StringWriter err = new StringWriter();
        Main.commandLine()
                .setErr(new PrintWriter(err))
                .setOut(new PrintWriter(new StringWriter()))
                .execute(arguments);
        return err.toString().lines().toList();
    }

    private static Document parse(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(file.toFile());
    }
}
