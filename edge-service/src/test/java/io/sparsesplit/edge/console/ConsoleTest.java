package io.sparsesplit.edge.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparsesplit.cloud.CloudApplication;
import io.sparsesplit.edge.EdgeApplication;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.SmallModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The console in a real browser, with both services and the bundled model behind it; skipped where there is no browser. */
class ConsoleTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path MODELS = Path.of("..", "models").toAbsolutePath().normalize();
    private static final Path SAMPLES = Path.of("..", "samples");

    /** The lowest contrast of text that WCAG 2.2 allows at level AA. */
    private static final double CONTRAST = 4.5;

    @TempDir
    static Path folder;

    private static ConfigurableApplicationContext cloud;
    private static ConfigurableApplicationContext edge;
    private static Chromium page;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> browser = Chromium.find();
        assumeTrue(browser.isPresent(), "there is no Chromium on the PATH");
        cloud = cloud(0);
        edge = edge(
                "--sparsesplit.model.repository=" + MODELS,
                "--sparsesplit.outbox.enabled=true",
                "--sparsesplit.outbox.linger=0ms",
                "--sparsesplit.outbox.path=" + folder.resolve("outbox.db"));
        page = new Chromium(browser.get());
    }

    private static ConfigurableApplicationContext cloud(int port) {
        return CloudApplication.start("--server.port=" + port, "--sparsesplit.model.repository=" + MODELS);
    }

    private static ConfigurableApplicationContext edge(String... settings) {
        Stream<String> all = Stream.of(
                "--server.port=0",
                "--sparsesplit.cloud.url=" + url(cloud),
                "--sparsesplit.cloud.response-timeout=10s",
                "--sparsesplit.cloud.deadline=10s",
                "--resilience4j.circuitbreaker.instances.cloud.wait-duration-in-open-state=300ms");
        return EdgeApplication.start(Stream.concat(all, Stream.of(settings)).toArray(String[]::new));
    }

    private static String url(ConfigurableApplicationContext service) {
        return "http://127.0.0.1:" + service.getEnvironment().getRequiredProperty("local.server.port");
    }

    @AfterAll
    static void stop() throws IOException {
        if (page != null) {
            page.close();
            edge.close();
            cloud.close();
        }
    }

    @BeforeEach
    void open() {
        page.screen(1200, 900, false, true);
        open(edge);
    }

    private static void open(ConfigurableApplicationContext service) {
        page.open("about:blank");
        page.open(url(service) + "/");
        until("document.body?.dataset.drawing !== undefined");
    }

    /** Leaves a picture of how each test ended in {@code target/console}, for people to look at. */
    @AfterEach
    void theBrowserHadNothingToComplainOf(TestInfo test) throws IOException {
        leavePicture(test.getTestMethod().orElseThrow().getName());
        assertThat(page.errors()).isEmpty();
    }

    private static void leavePicture(String name) throws IOException {
        // Two frames: what changed last is painted by then.
        page.eval("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Files.write(Files.createDirectories(Path.of("target", "console")).resolve(name + ".png"), page.picture());
    }

    @Test
    void swaggerUiPostsAnImage() {
        page.open(url(edge) + "/swagger-ui.html");
        String operation = "[id$=inferImage] ";
        until("document.querySelector('%s.opblock-summary-control')".formatted(operation) + " !== null");
        page.click(operation + ".opblock-summary-control");
        until("document.querySelector('%s.try-out__btn')".formatted(operation) + " !== null");
        page.click(operation + ".try-out__btn");
        until("document.querySelector('%sinput[type=file]')".formatted(operation) + " !== null");
        page.choose(operation + "input[type=file]", SAMPLES.resolve("digit-7.png"));
        page.click(operation + ".execute");

        until("document.querySelector('%s.live-responses-table tr.response .response-col_status')".formatted(operation)
                + "?.textContent.startsWith('200')");

        assertThat(page.text(operation + ".live-responses-table")).contains("\"label\": \"7\"");
        // Nothing was chosen but the file: no parameter travels, neither in the query nor as a header.
        assertThat(page.text(operation + ".request-url")).endsWith("/infer");
        assertThat(page.text(operation + ".curl-command"))
                .contains("image=@digit-7.png")
                .doesNotContainIgnoringCase("prefer")
                .doesNotContain("traceparent");
    }

    private static void until(String condition) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(page.eval(condition).asBoolean(false))
                        .as("%s, when the page says: %s", condition, page.text("#said"))
                        .isTrue());
    }

    private static void untilAsked(int requests) {
        until("document.querySelectorAll('#requests tr:not(.none)').length === " + requests);
        until("document.querySelector('#said').ariaBusy === 'false'");
    }

    private static void sample(int digit) {
        page.click("[aria-label=\"Sample digit %d\"]".formatted(digit));
    }

    private static boolean isShown(String selector) {
        return page.eval("document.querySelector('%s').checkVisibility()".formatted(selector))
                .asBoolean();
    }

    private static String label() {
        return page.text("#verdict .label");
    }

    private static String exit() {
        return page.eval("document.querySelector('#said').dataset.exit").asString();
    }

    private static List<String> lit() {
        return page.eval("[...document.querySelectorAll('#path .way .lit')].map(way => way.dataset.way)")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    @Test
    void aDrawingIsAnswered() {
        page.draw("#pad", new double[][] {{.3, .2}, {.5, .2}, {.7, .2}, {.6, .45}, {.5, .65}, {.42, .85}});
        untilAsked(1);

        assertThat(label()).isEqualTo("7");
        assertThat(page.text("#verdict")).contains("said by the edge: it was sure enough.");
        assertThat(lit()).containsExactly("in", "head-exit", "exit-answer");
        assertThat(page.text("#bars .best .name")).isEqualTo("7");
        assertThat(page.eval("document.querySelectorAll('#bars li').length").asInt())
                .isEqualTo(10);
        assertThat(page.text("#bytes")).contains("HTTP included, there and back\t0 B + 0 B");
        assertThat(page.text("#path title")).isEmpty();
        assertThat(page.eval("document.querySelector('#path title').textContent")
                        .asString())
                .isEqualTo("The way of this image: through head and exit, and no further. Answered by the edge.");
    }

    @Test
    void aDrawingInSmallInACornerIsTheSameDigit() {
        page.draw("#pad", new double[][] {{.1, .1}, {.2, .1}, {.3, .1}, {.25, .22}, {.2, .32}, {.16, .42}});
        untilAsked(1);

        assertThat(label()).isEqualTo("7");
    }

    @Test
    void aFileIsAnswered() {
        page.choose("#file", SAMPLES.resolve("digit-3.png"));
        untilAsked(1);

        assertThat(label()).isEqualTo("3");
        assertThat(page.text("#requests")).contains("edge", "confident", "auto");
    }

    @ParameterizedTest
    @CsvSource({"drop, DragEvent, dataTransfer", "paste, ClipboardEvent, clipboardData"})
    void aPictureIsDroppedOrPastedAnywhere(String event, String type, String member) {
        page.eval("fetch('samples/digit-5.png').then(r => r.blob()).then(blob => {"
                + "const data = new DataTransfer(); data.items.add(new File([blob], 'five.png', {type: 'image/png'}));"
                + "document.body.dispatchEvent(new %s('%s', {%s: data, bubbles: true, cancelable: true}))})"
                        .formatted(type, event, member));
        untilAsked(1);

        assertThat(label()).isEqualTo("5");
    }

    @Test
    void aFileThatIsNoImageIsRefusedInTheEdgesWords() throws IOException {
        sample(1);
        untilAsked(1);
        page.choose("#file", Files.writeString(folder.resolve("letter.txt"), "Dear edge"));
        until("document.querySelector('#error').innerText !== ''");

        assertThat(page.text("#error"))
                .isEqualTo("The bytes are not an image that is read here: send PNG, JPEG, GIF, BMP or WebP.");
        assertThat(label()).isEmpty();
        assertThat(page.errors()).singleElement().asString().contains("415");
    }

    @Test
    void policiesTakeTheirWays() {
        sample(4);
        untilAsked(1);
        page.click("[data-policy=split]");
        untilAsked(2);
        assertThat(exit()).isEqualTo("cloud");
        assertThat(lit()).containsExactly("in", "head-exit", "exit-cloud", "cloud-answer");

        page.click("[data-policy=remote-only]");
        untilAsked(3);
        assertThat(exit()).isEqualTo("cloud");
        assertThat(lit()).containsExactly("cloud-answer", "image-cloud");
        assertThat(page.text("#hypothesis"))
                .isEqualTo("The image itself went to the cloud: no exit was asked, so no threshold matters.");

        page.click("[data-policy=local-only]");
        untilAsked(4);
        assertThat(exit()).isEqualTo("edge");
        assertThat(page.eval("[...document.querySelectorAll('[aria-pressed=true]')].map(b => b.dataset.policy).join()")
                        .asString())
                .isEqualTo("local-only");
        assertThat(label()).isEqualTo("4");
    }

    @Test
    void whileTheCloudIsGoneTheEdgeAnswersAndThePageSaysSo() {
        int port = Integer.parseInt(cloud.getEnvironment().getRequiredProperty("local.server.port"));
        page.click("[data-policy=split]");
        cloud.close();
        try {
            for (int requests = 1; requests <= 6; requests++) {
                sample(8);
                untilAsked(requests);
                assertThat(exit()).isEqualTo("edge-fallback");
            }
            assertThat(label()).isEqualTo("8");
            assertThat(page.text("#verdict")).contains("said by the edge, in place of the cloud:");
            assertThat(page.eval("document.querySelector('[data-mark=broken]').getAttribute('visibility')")
                            .asString())
                    .isEqualTo("visible");
            until("document.querySelector('#strip-breaker').innerText !== 'closed'");
        } finally {
            cloud = cloud(port);
        }
        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            sample(8);
            assertThat(page.text("#strip-breaker")).isEqualTo("closed");
            assertThat(exit()).isEqualTo("cloud");
        });
        assertThat(page.eval("document.querySelectorAll('#requests tr').length").asInt())
                .isLessThanOrEqualTo(8);
    }

    @Test
    void theThresholdDecidesAgainWithoutAsking() {
        sample(6);
        untilAsked(1);
        page.eval("document.querySelector('#threshold').focus()");
        page.press("Home");
        assertThat(page.text("#threshold-value")).isEqualTo("0.000");
        assertThat(page.text("#hypothesis"))
                .isEqualTo("With this threshold, the edge answers 6 by itself, and nothing travels.");
        page.press("End");
        assertThat(page.text("#hypothesis"))
                .isEqualTo("With this threshold, the cloud would be asked. What it says is not known: ask again.");
        assertThat(page.eval("document.querySelectorAll('#requests tr').length").asInt())
                .isEqualTo(1);

        page.click("#again");
        untilAsked(2);
        assertThat(exit()).isEqualTo("cloud");
        assertThat(page.text("#requests tr")).contains("auto ≥ 1");
        assertThat(page.text("#hypothesis")).isEqualTo("With this threshold, the cloud is asked, and says 6.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "local-only"})
    void whatThePageDecidesTheEdgeDoes(String policy) throws IOException {
        Http http = new Http(edge);
        byte[] image = Files.readAllBytes(SAMPLES.resolve("digit-6.png"));
        JsonNode answer =
                http.post("/infer?policy=" + policy, "image/png", image).json();
        double value = answer.path("criterionValue").asDouble();
        for (double threshold : new double[] {0, 0.5, value, Math.nextUp(value), 1}) {
            JsonNode decided = page.eval(
                    "import('/console/decide.js').then(module => module.decide(%s, %s))".formatted(answer, threshold));
            JsonNode asked = http.post(
                            "/infer?policy=%s&minConfidence=%s".formatted(policy, threshold), "image/png", image)
                    .json();
            assertThat(decided.path("who").asString())
                    .as("threshold %s: %s", threshold, asked)
                    .isEqualTo(asked.path("exit").asString());
        }
    }

    @Test
    void everythingCanBeDoneByKeyboard() {
        tabTo("[aria-label=\"Sample digit 2\"]");
        assertThat(page.eval("getComputedStyle(document.activeElement).outlineStyle")
                        .asString())
                .isEqualTo("solid");
        page.press("Enter");
        untilAsked(1);
        assertThat(label()).isEqualTo("2");
        tabTo("#file");
        tabTo("[data-policy=split]");
        page.press(" ");
        untilAsked(2);
        assertThat(exit()).isEqualTo("cloud");
        tabTo("#threshold");
        page.press("ArrowLeft");
        tabTo("#again");
        page.press("Enter");
        untilAsked(3);
        assertThat(exit()).isEqualTo("edge");
    }

    private static void tabTo(String selector) {
        for (int tabs = 0; tabs < 60; tabs++) {
            page.press("Tab");
            if (page.eval("document.activeElement.matches('%s')".formatted(selector))
                    .asBoolean()) {
                return;
            }
        }
        throw new AssertionError("The key Tab never comes to " + selector);
    }

    @Test
    void whatTheCloudSaysLaterIsShown() {
        page.click("[data-policy=split]");
        page.click("#respond-async");
        sample(9);
        untilAsked(1);
        assertThat(exit()).isEqualTo("edge-provisional");
        until("document.querySelector('#verdict .refined') !== null");

        assertThat(page.text("#verdict .refined")).startsWith("The cloud has the same answer: 9, ");
        assertThat(page.text("#requests")).contains("9 → 9");
    }

    @Test
    void withAnotherModelPicturesComeFirst() throws IOException {
        Path repository = Files.createDirectory(folder.resolve("small"));
        SmallModel.publish(repository, 1);
        try (ConfigurableApplicationContext other =
                edge("--sparsesplit.model.repository=" + repository, "--sparsesplit.model.name=" + SmallModel.NAME)) {
            open(other);

            assertThat(page.text("#model")).isEqualTo(SmallModel.NAME + " " + SmallModel.VERSION);
            assertThat(isShown("#samples")).isFalse();
            assertThat(isShown("#later")).as("without an outbox").isFalse();
            assertThat(page.eval("document.querySelector('#drop').getBoundingClientRect().top"
                                    + " < document.querySelector('#pad').getBoundingClientRect().top")
                            .asBoolean())
                    .isTrue();
            page.choose("#file", SAMPLES.resolve("digit-7.png"));
            untilAsked(1);
            assertThat(label()).isNotEmpty();
            page.open("about:blank");
        }
    }

    @Test
    void withAModelOfColourPicturesNothingIsDrawn() throws IOException {
        try (ConfigurableApplicationContext other = inColour(24)) {
            open(other);
            assertThat(isShown("#pad")).isFalse();
            assertThat(isShown("#drawing")).as("nothing to show yet").isFalse();
            Path file = colours(folder.resolve("colours.png"));

            page.choose("#file", file);
            untilAsked(1);
            until("document.querySelector('#seen-picture').naturalWidth > 0");

            assertThat(page.eval("[...document.querySelectorAll('#picture, #seen-picture')]"
                                    + ".map(p => `${p.naturalWidth} x ${p.naturalHeight}`).join()")
                            .asString())
                    .isEqualTo("40 x 30,16 x 16");
            assertThat(isShown("#picture")).isTrue();
            assertThat(isShown("#pad")).isFalse();
            assertThat(page.text("#seen-size")).isEqualTo("16 × 16 pixels, colour");
            assertThat(pixel("#seen-picture", 2, 8)).startsWith("255,0,0,");
            assertThat(pixel("#seen-picture", 13, 8)).startsWith("0,0,255,");
            assertThat(page.text("#bytes"))
                    .as("the file travels as it is")
                    .contains("the image itself, bare\t%d B".formatted(Files.size(file)));
            leavePicture("withAModelOfColourPictures");
            page.click("#clear");
            assertThat(isShown("#picture")).isFalse();
            page.open("about:blank");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1200, 360})
    void longNamesOfManyClassesFit(int width) throws IOException {
        try (ConfigurableApplicationContext other = inColour(24)) {
            page.screen(width, 800, width == 360, true);
            open(other);
            page.choose("#file", colours(folder.resolve("colours-%d.png".formatted(width))));
            untilAsked(1);

            assertThat(page.eval("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(width);
            assertThat(page.eval("document.querySelectorAll('#bars li').length").asInt())
                    .isEqualTo(10);
            assertThat(distinct("#bars .bar", "left"))
                    .as("bars begin in one column")
                    .isEqualTo(1);
            assertThat(distinct("#bars .bar", "width"))
                    .as("bars are of one scale")
                    .isEqualTo(1);
            assertThat(page.eval("document.querySelector('#bars .bar').getBoundingClientRect().width > 40")
                            .asBoolean())
                    .isTrue();
            assertThat(page.eval("document.querySelector('#bars .best .name').title")
                            .asString())
                    .isEqualTo(label())
                    .matches("a leaf of plant \\d+ with spots on its lower side");
            assertThat(page.text("#all-classes")).isEqualTo("All 24 classes");
            page.click("#all-classes");
            assertThat(page.eval("document.querySelectorAll('#bars li').length").asInt())
                    .isEqualTo(24);
            assertThat(page.eval("(b => b.scrollHeight > b.clientHeight)(document.querySelector('#bars'))")
                            .asBoolean())
                    .as("they scroll")
                    .isTrue();
            leavePicture("longNamesOfManyClassesFit-%d".formatted(width));
            page.open("about:blank");
        }
    }

    @Test
    void anExitWithAThresholdOf1NeverAnswersAndThePageSaysSo() throws IOException {
        assertThat(isShown("#never")).isFalse();
        try (ConfigurableApplicationContext other = inColour(12)) {
            open(other);
            until("!document.querySelector('#never').hidden");
            assertThat(page.text("#never"))
                    .isEqualTo("With this model the edge never answers by itself: the threshold of its exit is 1.");

            page.choose("#file", colours(folder.resolve("never.png")));
            untilAsked(1);

            assertThat(page.eval("document.querySelector('[data-text=certainty]').textContent")
                            .asString())
                    .isEqualTo("never answers");
            assertThat(page.text("#threshold-value")).isEqualTo("1.000, so never");
            page.open("about:blank");
        }
    }

    @Test
    void whatTheNetworkSeesIsShownBesideTheDrawing() {
        page.draw("#pad", new double[][] {{.3, .2}, {.5, .2}, {.7, .2}, {.6, .45}, {.5, .65}, {.42, .85}});
        untilAsked(1);
        until("document.querySelector('#seen-picture').naturalWidth > 0");

        assertThat(isShown("#picture")).as("the drawing stays").isFalse();
        assertThat(page.text("#seen-size")).matches("\\d+ × \\d+ pixels, grey; it looks at \\d+ of \\d+ samples");
        assertThat(page.eval("document.querySelector('#seen-picture').naturalWidth + ' × '")
                        .asString())
                .isEqualTo(page.text("#seen-size").replaceAll("(\\d+ × ).*", "$1"));
        sample(3);
        untilAsked(2);
        assertThat(isShown("#picture")).as("the sample in place of the drawing").isTrue();
        page.click("#clear");
        assertThat(isShown("#picture")).isFalse();
        assertThat(isShown("#pad")).isTrue();
    }

    @Test
    void theCloudsStateAndFallbacksAreCounted() {
        until("document.querySelector('#strip-fallbacks').innerText !== '\u2013'");
        int before = Integer.parseInt(page.text("#strip-fallbacks"));
        page.click("[data-policy=split]");
        sample(5);
        untilAsked(1);
        until("document.querySelector('#strip-state').innerText === 'reachable'");
        int port = Integer.parseInt(cloud.getEnvironment().getRequiredProperty("local.server.port"));
        cloud.close();
        try {
            sample(5);
            untilAsked(2);
            until("document.querySelector('#strip-state').innerText === 'not reachable'");
            until("document.querySelector('#strip-fallbacks').innerText === '%d'".formatted(before + 1));
            assertThat(page.eval("document.querySelector('#strip-fallbacks').title")
                            .asString())
                    .containsAnyOf("no connection to the cloud could be made", "the connection to the cloud was lost");
        } finally {
            cloud = cloud(port);
        }
        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            sample(5);
            assertThat(page.text("#strip-breaker")).isEqualTo("closed");
            assertThat(page.text("#strip-state")).isEqualTo("reachable");
        });
    }

    @Test
    void anAnswerOfNoneOfTheseClassesIsMarked() throws IOException {
        byte[] image = Files.readAllBytes(SAMPLES.resolve("digit-6.png"));
        String answer = new Http(edge).post("/infer", "image/png", image).text();
        String shown = "import('/console/answer.js').then(m => m.showAnswer({...%s, noneOfThese: %s}, []))";

        page.eval(shown.formatted(answer, true));
        assertThat(page.text("#verdict .none-of-these")).isEqualTo("none of these");
        page.eval(shown.formatted(answer, false));
        assertThat(page.eval("document.querySelector('#verdict .none-of-these') === null")
                        .asBoolean())
                .isTrue();
    }

    private static ConfigurableApplicationContext inColour(int classes) throws IOException {
        Path repository = Files.createTempDirectory(folder, "colour");
        SmallModel.publishInColour(repository, 1, classes);
        return edge("--sparsesplit.model.repository=" + repository, "--sparsesplit.model.name=" + SmallModel.NAME);
    }

    /** Draws a picture of 40 x 30 pixels, red on the left and blue on the right. */
    private static Path colours(Path file) throws IOException {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 40; x++) {
            for (int y = 0; y < 30; y++) {
                image.setRGB(x, y, x < 20 ? 0xff0000 : 0x0000ff);
            }
        }
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    /** Returns red, green, blue and opacity of a pixel of a picture in the page. */
    private static String pixel(String selector, int x, int y) {
        return page.eval("(picture => {const c = document.createElement('canvas').getContext('2d');"
                        + " c.drawImage(picture, 0, 0); return [...c.getImageData(%d, %d, 1, 1).data].join()})"
                                .formatted(x, y)
                        + "(document.querySelector('%s'))".formatted(selector))
                .asString();
    }

    /** Returns the number of different values of a side or size of elements, in whole pixels. */
    private static int distinct(String selector, String measure) {
        return page.eval(
                        "new Set([...document.querySelectorAll('%s')].map(e => Math.round(e.getBoundingClientRect().%s))).size"
                                .formatted(selector, measure))
                .asInt();
    }

    @Test
    void aHiddenPageAsksForNoFigures() {
        page.eval("Object.defineProperty(document, 'hidden', {value: true, configurable: true})");
        page.eval("document.dispatchEvent(new Event('visibilitychange'))");
        String count = "performance.getEntriesByType('resource').filter(r => r.name.endsWith('/inference')).length";
        int before = page.eval(count).asInt();
        page.eval("new Promise(after => setTimeout(after, 2500))");
        assertThat(page.eval(count).asInt()).isEqualTo(before);

        page.eval("delete document.hidden");
        page.eval("document.dispatchEvent(new Event('visibilitychange'))");
        until(count + " > " + before);
    }

    @ParameterizedTest
    @CsvSource({"1200, false", "1200, true", "360, false", "360, true"})
    void itCanBeReadOnAnyScreen(int width, boolean dark) {
        page.screen(width, 800, dark, true);
        sample(0);
        untilAsked(1);

        assertThat(page.eval("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(width);
        JsonNode pale = page.eval("""
                (() => {
                  const rgb = colour => colour.match(/[\\d.]+/g).map(Number);
                  const luminance = colour => {
                    const [r, g, b] = rgb(colour).map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
                    return .2126 * r + .7152 * g + .0722 * b;
                  };
                  const ground = e => {
                    const colour = getComputedStyle(e).backgroundColor;
                    return rgb(colour)[3] === 0 && e.parentElement ? ground(e.parentElement) : colour;
                  };
                  const contrast = (a, b) => (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
                  return [...document.querySelectorAll('body *:not(svg *)')]
                    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
                    .filter(e => e.checkVisibility())
                    .filter(e => contrast(luminance(getComputedStyle(e).color), luminance(ground(e))) < %s)
                    .map(e => e.outerHTML);
                })()""".formatted(CONTRAST));
        assertThat(pale.valueStream().map(JsonNode::asString)).isEmpty();
    }
}
