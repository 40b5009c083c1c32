package io.sparsesplit.edge.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparsesplit.edge.outbox.OutboxProperties.Overflow;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.network.Classification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is put in is on the disk, ends once, and whatever is wrong with the disk is said and survived. */
@ExtendWith(OutputCaptureExtension.class)
class OutboxTest {

    private static final KnownModel MODEL =
            new KnownModel("small", "3.1.0", "ab".repeat(32), List.of("zero", "one", "two,\nthree"));
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, Object> settings = new LinkedHashMap<>(Map.of("enabled", "true"));
    private final List<Outbox> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Outbox::close);
    }

    private Path file() {
        return folder.resolve("data/outbox.db");
    }

    private Outbox outbox() {
        return outbox(file());
    }

    private Outbox outbox(Path file) {
        settings.put("path", file.toString());
        Map<String, Object> prefixed = new LinkedHashMap<>();
        settings.forEach((name, value) -> prefixed.put("sparsesplit.outbox." + name, value));
        OutboxProperties properties = new Binder(new MapConfigurationPropertySource(prefixed))
                .bindOrCreate("sparsesplit.outbox", OutboxProperties.class);
        Outbox outbox = new Outbox(properties, new OutboxMetrics(meters, properties));
        opened.add(outbox);
        return outbox;
    }

    private static NewEntry entry(int classIndex) {
        return new NewEntry(MODEL, new Frame(Codec.UINT8, MODEL.fingerprintBytes(), new byte[40]), classIndex, 0.5f);
    }

    private static UUID kept(Outbox outbox) {
        EnqueueResult result = outbox.put(entry(1), PATIENCE);
        assertThat(result).isInstanceOf(EnqueueResult.Kept.class);
        return ((EnqueueResult.Kept) result).id();
    }

    private static Completion refined(UUID id, int classIndex) {
        float[] probabilities = new float[3];
        probabilities[classIndex] = 1;
        return Completion.refined(id, Classification.ofProbabilities(probabilities));
    }

    private static String alarm(Outbox outbox) {
        Alarm.Raised raised = outbox.alarm().raised();
        return raised == null ? "none" : raised.sentence();
    }

    private double count(String meter, String... tags) {
        return meters.get(meter).tags(tags).counter().count();
    }

    @Test
    void whatWasPutInIsThereAfterARestart() throws OutboxException {
        Outbox before = outbox();
        UUID id = kept(before);
        before.close();

        Outbox after = outbox();

        QueuedInference found = after.find(id).orElseThrow();
        assertThat(found.state()).isEqualTo("pending");
        assertThat(found.provisional()).isEqualTo(new QueuedInference.Label("one", 1, 0.5f));
        assertThat(found.model()).isEqualTo(new QueuedInference.Model("small", "3.1.0", "ab".repeat(32)));
        assertThat(found.event()).isNull();
        assertThat(after.pending()).isEqualTo(1);
        assertThat(after.next(List.of(), 9).orElseThrow().pending())
                .singleElement()
                .satisfies(pending -> assertThat(pending.id()).isEqualTo(id));
    }

    @Test
    void aWaitEndsOnceAndHasOneEvent() throws OutboxException {
        Outbox outbox = outbox();
        UUID first = kept(outbox);
        UUID second = kept(outbox);
        long start = outbox.lastEvent();

        outbox.end(List.of(refined(second, 1), refined(first, 2)));
        outbox.end(List.of(Completion.failed(first, "too late"), refined(second, 0)));

        List<QueuedInference> ended = outbox.endedAfter(start, 9);
        assertThat(ended.stream().map(QueuedInference::event)).containsExactly(start + 1, start + 2);
        assertThat(ended.stream().map(QueuedInference::id)).containsExactly(second, first);
        assertThat(ended.stream().map(QueuedInference::revised)).containsExactly(false, true);
        assertThat(ended.get(1).refined()).isEqualTo(new QueuedInference.Label("two,\nthree", 2, 1));
        assertThat(outbox.pending()).isZero();
        assertThat(count("sparsesplit.outbox.refinements", "outcome", "confirmed"))
                .isEqualTo(1);
        assertThat(count("sparsesplit.outbox.refinements", "outcome", "revised"))
                .isEqualTo(1);
        assertThat(count("sparsesplit.outbox.refinements", "outcome", "failed")).isZero();
    }

    @Test
    void numbersOfEventsGrowAcrossRestartsAlsoWhenAllIsForgotten() throws OutboxException, InterruptedException {
        settings.put("history-time", "1s");
        Outbox before = outbox();
        before.end(List.of(refined(kept(before), 1)));
        long last = before.lastEvent();
        await().atMost(60, TimeUnit.SECONDS).until(() -> {
            before.tidy();
            return before.endedAfter(0, 9).isEmpty();
        });
        before.close();

        Outbox after = outbox();
        after.end(List.of(refined(kept(after), 1)));

        assertThat(after.lastEvent()).isEqualTo(last + 1);
    }

    @Test
    void manyAtOnceAreAllKeptUnderIdsOfTheirOwn() throws OutboxException {
        Outbox outbox = outbox();

        Set<UUID> ids = new HashSet<>(
                IntStream.range(0, 400)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> kept(outbox)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList());

        assertThat(ids).hasSize(400);
        assertThat(outbox.pending()).isEqualTo(400);
        assertThat(outbox.next(List.of(), 1000).orElseThrow().pending().stream().map(Pending::id))
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aFullOutboxRefusesUntilThereIsRoom() throws OutboxException {
        settings.put("capacity", "2");
        Outbox outbox = outbox();
        UUID first = kept(outbox);
        kept(outbox);

        assertThat(outbox.put(entry(1), PATIENCE)).isInstanceOf(EnqueueResult.Full.class);
        outbox.end(List.of(refined(first, 1)));

        assertThat(outbox.put(entry(1), PATIENCE)).isInstanceOf(EnqueueResult.Kept.class);
        assertThat(outbox.alarm().raised()).isNull();
    }

    @Test
    void orTheOldestMakesRoomAndIsNotRefinedAnyMore() throws OutboxException {
        settings.put("capacity", "2");
        settings.put("overflow", "drop-oldest");
        Outbox outbox = outbox();
        UUID first = kept(outbox);
        UUID second = kept(outbox);

        UUID third = kept(outbox);
        outbox.end(List.of(refined(first, 1)));

        assertThat(outbox.find(first).orElseThrow().state()).isEqualTo("dropped");
        assertThat(outbox.find(second).orElseThrow().state()).isEqualTo("pending");
        assertThat(outbox.find(third).orElseThrow().state()).isEqualTo("pending");
        assertThat(count("sparsesplit.outbox.dropped")).isEqualTo(1);
        assertThat(OutboxProperties.Overflow.values()).hasSize(2).contains(Overflow.DROP_OLDEST);
    }

    @Test
    void whatWaitsForTooLongExpires() throws OutboxException {
        settings.put("time-to-live", "1s");
        Outbox outbox = outbox();
        UUID id = kept(outbox);

        await().atMost(60, TimeUnit.SECONDS).until(() -> {
            outbox.tidy();
            return outbox.find(id).orElseThrow().state().equals("expired");
        });

        assertThat(outbox.pending()).isZero();
        assertThat(count("sparsesplit.outbox.refinements", "outcome", "expired"))
                .isEqualTo(1);
    }

    @Test
    void onlySoManyThatEndedAreRemembered() throws OutboxException {
        settings.put("history-count", "3");
        Outbox outbox = outbox();
        List<UUID> ids = Stream.generate(() -> kept(outbox)).limit(5).toList();
        outbox.end(ids.stream().map(id -> refined(id, 1)).toList());

        outbox.tidy();

        assertThat(outbox.find(ids.get(1))).isEmpty();
        assertThat(outbox.endedAfter(0, 9).stream().map(QueuedInference::id))
                .containsExactlyElementsOf(ids.subList(2, 5));
    }

    @Test
    void modelsThatAreHeldBackDoNotStandInTheWayOfOthers() throws OutboxException {
        Outbox outbox = outbox();
        kept(outbox);
        KnownModel other = new KnownModel("small", "3.2.0", "cd".repeat(32), List.of("zero", "one"));
        EnqueueResult result = outbox.put(
                new NewEntry(other, new Frame(Codec.UINT8, other.fingerprintBytes(), new byte[3]), 0, 0.5f), PATIENCE);
        assertThat(result).isInstanceOf(EnqueueResult.Kept.class);

        assertThat(outbox.next(List.of(), 9).orElseThrow().model()).isEqualTo(MODEL);
        assertThat(outbox.next(List.of(MODEL.fingerprint()), 9).orElseThrow().model())
                .isEqualTo(other);
        assertThat(outbox.next(List.of(MODEL.fingerprint(), other.fingerprint()), 9))
                .isEmpty();
    }

    @Test
    void aDamagedFileIsSetAsideAndANewOneBegun(CapturedOutput output) throws IOException, OutboxException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "this is no database, and never was, whatever its name may say");

        Outbox outbox = outbox();
        UUID id = kept(outbox);

        assertThat(outbox.find(id)).isPresent();
        assertThat(outbox.alarm().setAside())
                .exists()
                .hasContent("this is no database, and never was, whatever its name may say");
        assertThat(count("sparsesplit.outbox.failures", "reason", "damaged")).isEqualTo(1);
        assertThat(output)
                .contains("was damaged")
                .contains("is set aside as outbox.db.damaged-")
                .contains("a new one is begun");
    }

    @Test
    void damageInTheMiddleOfTheFileIsFoundAtTheStart() throws IOException, OutboxException {
        Outbox before = outbox();
        for (int i = 0; i < 200; i++) {
            kept(before);
        }
        long last = before.lastEvent();
        before.close();
        try (var channel = Files.newByteChannel(file(), StandardOpenOption.WRITE)) {
            channel.position(4 * 4096);
            channel.write(ByteBuffer.wrap(new byte[3 * 4096]));
        }

        Outbox after = outbox();
        after.end(List.of(refined(kept(after), 1)));

        assertThat(after.alarm().setAside()).exists();
        assertThat(after.lastEvent()).as("numbers go on growing").isGreaterThan(last);
    }

    @Test
    void ofThoseSetAsideOnlyTheNewestAreKept() throws IOException {
        Files.createDirectories(file().getParent());
        for (int i = 0; i < 5; i++) {
            Files.writeString(file(), "garbage number " + i + " ".repeat(100));
            Outbox outbox = outbox();
            kept(outbox);
            outbox.close();
            Files.delete(file());
        }

        try (Stream<Path> files = Files.list(file().getParent())) {
            assertThat(files.filter(path -> path.toString().contains("damaged")))
                    .hasSize(3);
        }
    }

    @Test
    void theDatabaseOfAnotherProgramIsLeftAlone() throws IOException, SQLException {
        Files.createDirectories(file().getParent());
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            other.createStatement().execute("CREATE TABLE precious (x)");
        }

        Outbox outbox = outbox();

        assertThat(outbox.put(entry(1), PATIENCE)).isInstanceOf(EnqueueResult.Failed.class);
        assertThat(alarm(outbox))
                .contains("the database of another program: set sparsesplit.outbox.path to another file");
        assertThat(file()).exists();
        assertThat(count("sparsesplit.outbox.failures", "reason", "other")).isEqualTo(1);
    }

    @Test
    void aFileOfANewerVersionIsLeftAlone() throws SQLException {
        Outbox before = outbox();
        kept(before);
        before.close();
        try (Connection newer = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            newer.createStatement().execute("PRAGMA user_version = 2");
        }

        Outbox outbox = outbox();

        assertThat(outbox.put(entry(1), PATIENCE)).isInstanceOf(EnqueueResult.Failed.class);
        assertThat(alarm(outbox))
                .contains(
                        "it has version 2, this program writes version 1: use a newer program, or move the file away");
    }

    @Test
    void twoEdgesDoNotShareAFile() throws OutboxException {
        kept(outbox());

        Outbox second = outbox();

        assertThat(second.put(entry(1), PATIENCE)).isInstanceOf(EnqueueResult.Failed.class);
        assertThat(alarm(second)).contains("locked");
        assertThatThrownBy(second::lastEvent).isInstanceOf(OutboxException.class);
    }

    @Test
    void aFileThatMayNotGrowRefusesIsSaidOnceAndRecovers(CapturedOutput output) throws OutboxException {
        settings.put("max-size", "64KB");
        settings.put("history-count", "1");
        assertFullIsSurvived(outbox(), output);
    }

    @Test
    void aFullDiskRefusesIsSaidOnceAndRecovers(CapturedOutput output) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()), "only root can mount a disk");
        try {
            Path ballast = Files.write(disk.resolve("ballast"), new byte[64 << 10]);
            Outbox outbox = outbox(disk.resolve("outbox.db"));
            List<UUID> ids = fill(outbox);
            assertThat(ids).isNotEmpty();

            Files.delete(ballast);

            kept(outbox);
            outbox.end(ids.stream().map(id -> refined(id, 1)).toList());
            assertThat(outbox.alarm().raised()).isNull();
            assertThat(outbox.find(ids.get(0)).orElseThrow().state()).isEqualTo("refined");
            assertThat(output.getOut().split("cannot grow", -1)).as("one line").hasSize(2);
        } finally {
            opened.forEach(Outbox::close);
            run("umount", disk.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }

    /** Puts in what fits. */
    private List<UUID> fill(Outbox outbox) {
        List<UUID> ids = new ArrayList<>();
        while (outbox.put(entry(1), PATIENCE) instanceof EnqueueResult.Kept kept) {
            ids.add(kept.id());
        }
        for (int i = 0; i < 20; i++) {
            assertThat(outbox.put(entry(1), PATIENCE)).isInstanceOf(EnqueueResult.Failed.class);
        }
        assertThat(alarm(outbox)).endsWith("cannot grow: the disk, or sparsesplit.outbox.max-size, is full.");
        assertThat(count("sparsesplit.outbox.failures", "reason", "full")).isEqualTo(21);
        return ids;
    }

    private void assertFullIsSurvived(Outbox outbox, CapturedOutput output) throws OutboxException {
        List<UUID> ids = fill(outbox);

        outbox.end(ids.stream().map(id -> refined(id, 1)).toList());
        outbox.tidy();

        assertThat(outbox.pending()).isZero();
        kept(outbox);
        assertThat(outbox.alarm().raised()).isNull();
        assertThat(output.getOut().split("cannot grow", -1)).as("one line").hasSize(2);
        assertThat(output).contains("is written again");
    }
}
