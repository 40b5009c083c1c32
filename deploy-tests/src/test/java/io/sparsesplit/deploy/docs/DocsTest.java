package io.sparsesplit.deploy.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every command of README.md and docs/ does what the document says, with the real services. */
class DocsTest {

    private static final Path SUMMARY = Path.of("target", "docs-blocks.md");

    @TempDir
    private static Path home;

    private static final List<String> summary = new ArrayList<>(List.of("| block | what became of it |", "|---|---|"));

    @BeforeAll
    static void requireSomethingToRun() {
        assumeTrue(
                Checkout.isBuilt(), "the services are not packaged: 'mvn package -DskipTests' first, or 'mvn verify'");
        Optional<Integer> taken = Network.own().takenPort();
        assumeTrue(
                taken.isEmpty(),
                () -> "port " + taken.orElseThrow() + ", which the documents name, is another program's");
    }

    @AfterAll
    static void print() throws IOException {
        Files.createDirectories(SUMMARY.getParent());
        Files.write(SUMMARY, summary);
        summary.forEach(System.out::println);
    }

    @TestFactory
    Stream<DynamicNode> everyBlockDoesWhatTheDocumentSays() throws IOException {
        return documents().stream()
                .filter(document -> !document.blocks().isEmpty())
                .map(DocsTest::container);
    }

    private static List<Document> documents() throws IOException {
        try (Stream<Path> guides = Files.list(Checkout.ROOT.resolve("docs"))) {
            List<Path> files = new ArrayList<>(List.of(Checkout.ROOT.resolve("README.md")));
            guides.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
            List<Document> documents = new ArrayList<>();
            for (Path file : files) {
                documents.add(Document.parse(Checkout.ROOT.relativize(file).toString(), Files.readString(file)));
            }
            return documents;
        }
    }

    /** One test for each block; the reader begins with the first and goes home after the last. */
    private static DynamicContainer container(Document document) {
        Reader reader = new Reader(document);
        Stream<DynamicNode> blocks = document.blocks().stream()
                .map(block -> DynamicTest.dynamicTest(
                        "line %d: %s".formatted(block.line(), block.title()),
                        source(document, block),
                        () -> reader.follow(block)));
        DynamicTest end = DynamicTest.dynamicTest("what was started is stopped", reader::stop);
        return DynamicContainer.dynamicContainer(document.name(), Stream.concat(blocks, Stream.of(end)));
    }

    private static URI source(Document document, Block block) {
        return URI.create(Checkout.ROOT.resolve(document.name()).toUri() + "?line=" + block.line());
    }

    /** Reads one document, and notes what became of each block. */
    private static final class Reader {

        private final Document document;
        private Optional<Reading> reading = Optional.empty();

        Reader(Document document) {
            this.document = document;
        }

        void follow(Block block) throws IOException, InterruptedException {
            if (reading.isEmpty()) {
                Path own = Files.createDirectories(home.resolve(document.name().replaceAll("\\W", "-")));
                Path folder = own.resolve("sparsesplit");
                Checkout.copyTo(folder);
                reading = Optional.of(new Reading(own, folder));
            }
            String missing = reading.get().missing(block);
            if (missing != null) {
                note(block, "left out: " + missing);
                assumeTrue(false, missing);
            }
            long start = System.nanoTime();
            note(block, "failed");
            reading.get().follow(block);
            summary.remove(summary.size() - 1);
            note(
                    block,
                    "done in %.1f s%s"
                            .formatted(
                                    (System.nanoTime() - start) / 1e9,
                                    block.output() == null ? "" : ", printed as shown"));
        }

        private void note(Block block, String what) {
            summary.add("| %s:%d `%s` | %s |"
                    .formatted(document.name(), block.line(), block.title().replace("|", "\\|"), what));
        }

        void stop() throws IOException {
            if (reading.isPresent()) {
                reading.get().close();
            }
        }
    }

    /** Where nothing is read, nothing can fail. */
    @Test
    void theReadmeAndTheGuidesHaveCommands() throws IOException {
        assertThat(documents())
                .filteredOn(document -> !document.blocks().isEmpty())
                .extracting(Document::name)
                .contains("README.md", "docs/operating.md", "docs/api.md", "docs/training.md", "docs/formats.md");
    }
}
