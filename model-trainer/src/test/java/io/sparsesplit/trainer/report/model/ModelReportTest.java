package io.sparsesplit.trainer.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.trainer.ToyModels;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.evaluate.SplitModel;
import io.sparsesplit.trainer.history.History;
import io.sparsesplit.trainer.history.SampleRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ModelReportTest {

    @TempDir
    private static Path folder;

    private static ToyModels models;
    private static Path version;

    @BeforeAll
    static void train() throws IOException {
        models = new ToyModels(folder);
        version = models.train("1.0.0", "--epochs", "4", "--compress-epochs", "1");
    }

    @Test
    void theReportOfAModelWithoutHistorySaysWhatIsNotRecorded() throws Exception {
        Path old = models.train("2.0.0", "--epochs", "4", "--compress-epochs", "1");
        Files.delete(old.resolve("history.csv"));
        Files.delete(old.resolve("run.json"));
        Path page = folder.resolve("report.html");
        assertThat(models.run(
                        "evaluate", old.toString(), "--data", models.data().toString(), "--report", page.toString()))
                .as(models.err())
                .isZero();
        String html = Files.readString(page);
        assertThat(html)
                .contains(
                        "<h1>mnist 2.0.0</h1>",
                        "Epochs of the training: not recorded.",
                        "Number of images of each class for training and validation: not recorded.",
                        "<tr><th scope=\"row\">machine</th><td>not recorded</td></tr>",
                        "target-exit-rate 50.0, measured; nothing is promised");
        assertThat(headings(html))
                .containsExactly(
                        "Summary",
                        "Promise",
                        "Data",
                        "Training",
                        "Confusion",
                        "Classes",
                        "Calibration",
                        "Worst mistakes",
                        "Bytes");
    }

    @Test
    void thePageNeedsNoOtherFileAndNamesNoPlaceOfThisMachine() throws Exception {
        String html = new String(file(report(), ModelReport.PAGE), StandardCharsets.UTF_8);
        assertThat(html.replace("http://www.w3.org/", ""))
                .doesNotContain("http:", "https:", "url(", "<link", "<script");
        assertThat(html).doesNotContain(folder.toString(), System.getProperty("user.dir"));
        NodeList pictures = xml(html).getElementsByTagName("img");
        for (int i = 0; i < pictures.getLength(); i++) {
            Element picture = (Element) pictures.item(i);
            assertThat(picture.getAttribute("src")).startsWith("data:image/png;base64,iVBOR");
            assertThat(picture.getAttribute("alt")).startsWith("Test image ");
        }
        NodeList plots = xml(html).getElementsByTagName("svg");
        assertThat(plots.getLength()).isEqualTo(4);
        for (int i = 0; i < plots.getLength(); i++) {
            assertThat(((Element) plots.item(i)).getAttribute("aria-label")).isNotEmpty();
        }
    }

    @Test
    void everyMistakeIsShownAsAPictureUpToTheMost() throws Exception {
        ReportInput report = report();
        Evaluation evaluation = report.evaluation();
        int wrong = evaluation.images() - evaluation.cascade().confusion().correct();
        assertThat(wrong).isPositive();
        String html = new String(file(report, ModelReport.PAGE), StandardCharsets.UTF_8);
        assertThat(xml(html).getElementsByTagName("img").getLength()).isEqualTo(Math.min(wrong, Evaluation.MISTAKES));
        assertThat(evaluation.worstMistakes())
                .isSortedAccordingTo((a, b) -> Double.compare(b.confidence(), a.confidence()));
    }

    @Test
    void historyCountsAndWarningsAreShown() throws Exception {
        History history = new History(
                folder.resolve("h/parts-1.0.0.checkpoint"),
                false,
                SampleRun.record(),
                null,
                new PrintWriter(new StringWriter()));
        for (int epoch = 1; epoch <= 6; epoch++) {
            history.epoch(SampleRun.epoch(epoch));
        }
        history.remark("Phase match was undone: it lost 3.2 points.");
        Path copy = Files.createDirectories(folder.resolve("copy"));
        ReportInput plain = report();
        assertThat(new ModelReport(plain).files()).containsOnlyKeys("report.html", "report.json");
        Map<String, byte[]> published = new ModelReport(new ReportInput(
                        plain.model(), plain.images(), plain.evaluation(), history.run(), history.epochs()))
                .files();
        assertThat(published).containsOnlyKeys("report.html", "report.json", "history.csv", "run.json");
        for (Map.Entry<String, byte[]> file : published.entrySet()) {
            Files.write(copy.resolve(file.getKey()), file.getValue());
        }
        ReportInput report = ReportInput.of(plain.model(), copy, plain.images(), plain.evaluation());
        String html = new String(file(report, ModelReport.PAGE), StandardCharsets.UTF_8);
        assertThat(published.get("report.html"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(html);
        assertThat(html)
                .contains(
                        "phase compress begins",
                        "Phase match was undone: it lost 3.2 points.",
                        "⚠ There are no images of class bad for test.",
                        "<tr><th scope=\"row\">ok</th><td class=\"number\">90</td><td class=\"number\">90.0</td>",
                        "<td>9.0 s</td>");
        assertThat(xml(html).getElementsByTagName("svg").getLength()).isEqualTo(7);
        JsonNode json = JsonMapper.shared().readTree(file(report, ModelReport.JSON));
        assertThat(json.path("epochs").intValue()).isEqualTo(6);
        assertThat(json.path("run").path("remarks").get(0).stringValue()).startsWith("Phase match");
    }

    @Test
    void figuresAreThoseOfTheEvaluation() throws Exception {
        ReportInput report = report();
        JsonNode json = JsonMapper.shared().readTree(file(report, ModelReport.JSON));
        assertThat(json.path("evaluation").path("cascade").path("accuracy").doubleValue())
                .isEqualTo(report.evaluation().cascadeAccuracy());
        assertThat(json.path("calibration").path("wish").stringValue()).isEqualTo("target-exit-rate");
        assertThat(json.path("run").isNull()).isTrue();
        assertThat(json.path("bytesPerOffload").path("messages").intValue())
                .isEqualTo(report.evaluation().images() - report.evaluation().localExits());
    }

    private static ReportInput report() {
        SplitModel model = SplitModel.load(version);
        LabelledImages images = DataOption.of(models.data())
                .test(model.manifest().preprocessing(), model.manifest().labels());
        return ReportInput.of(model, folder.resolve("nothing-recorded"), images, model.evaluate(images));
    }

    private static byte[] file(ReportInput report, String name) {
        return Objects.requireNonNull(new ModelReport(report).files().get(name));
    }

    private static List<String> headings(String html) throws Exception {
        NodeList headings = xml(html).getElementsByTagName("h2");
        return IntStream.range(0, headings.getLength())
                .mapToObj(i -> headings.item(i).getTextContent())
                .toList();
    }

    private static Element xml(String html) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }
}
