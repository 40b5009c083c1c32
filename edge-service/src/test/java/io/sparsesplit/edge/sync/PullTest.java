package io.sparsesplit.edge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparsesplit.cloud.CloudApplication;
import io.sparsesplit.edge.FaultProxy;
import io.sparsesplit.edge.FaultProxy.Fault;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.service.SmallModel;
import io.sparsesplit.service.settings.ModelProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** New versions come from a real cloud, over a connection that is not always kind. */
@ExtendWith(OutputCaptureExtension.class)
class PullTest {

    @TempDir
    private static Path cloudModels;

    private static ConfigurableApplicationContext cloud;
    private static FaultProxy proxy;

    @TempDir
    private Path edgeModels;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private CloudRepository connection;
    private Puller puller;

    @BeforeAll
    static void start() throws IOException {
        SmallModel.publish(cloudModels, 1, "3.1.0");
        SmallModel.publish(cloudModels, 2, "3.2.0");
        SmallModel.publish(cloudModels, 3, "3.3.0");
        cloud = CloudApplication.start(
                "--server.port=0",
                "--sparsesplit.model.repository=" + cloudModels,
                "--sparsesplit.model.name=" + SmallModel.NAME);
        proxy = new FaultProxy(Integer.parseInt(cloud.getEnvironment().getRequiredProperty("local.server.port")));
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
        cloud.close();
    }

    @BeforeEach
    void theEdgeHoldsTheOldestVersion() {
        proxy.set(Fault.NONE);
        SmallModel.publish(edgeModels, 1, "3.1.0");
        use("64MB", "0B", 1);
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void theNewestVersionIsFetchedWithoutItsTail() throws IOException {
        puller.look();

        assertThat(versions()).containsExactly("3.1.0", "3.3.0");
        assertFetched("3.3.0");
        assertThat(edgeFolder("3.3.0").resolve("tail.safetensors")).doesNotExist();
        assertThat(new ModelRepository(edgeModels)
                        .loadEdge(SmallModel.NAME, "3.3.0")
                        .fingerprint())
                .isEqualTo(new ModelRepository(cloudModels)
                        .loadCloud(SmallModel.NAME, "3.3.0")
                        .fingerprint());
        assertThat(pulls("fetched")).isEqualTo(1);
    }

    @Test
    void severalNewVersionsAreFetchedIfThatIsWanted() {
        use("64MB", "0B", 5);

        puller.look();

        assertThat(versions()).containsExactly("3.1.0", "3.2.0", "3.3.0");
        assertThat(pulls("fetched")).isEqualTo(2);
    }

    @Test
    void nothingIsFetchedTwice() {
        puller.look();
        int requests = proxy.requests();

        puller.look();

        assertThat(proxy.requests()).isEqualTo(requests + 1);
        assertThat(pulls("nothing-new")).isEqualTo(1);
    }

    @Test
    void whatAStoppedServiceLeftIsGoneOnWith() throws IOException {
        byte[] head = Files.readAllBytes(cloudModels.resolve("small/3.3.0/head.safetensors"));
        Files.createDirectories(incoming("3.3.0"));
        Files.write(incoming("3.3.0").resolve("head.safetensors"), Arrays.copyOf(head, 1000));

        puller.look();

        assertThat(proxy.lastRequest())
                .startsWith("GET /models/small/3.3.0/head.safetensors")
                .contains("Range: bytes=1000-\r\n");
        assertFetched("3.3.0");
    }

    @Test
    void aCutConnectionIsGoneOnWith() throws IOException {
        proxy.set(Fault.TRUNCATED, "head.safetensors");
        puller.look();
        long partial = Files.size(incoming("3.3.0").resolve("head.safetensors"));
        assertThat(partial).isBetween(1L, Files.size(cloudModels.resolve("small/3.3.0/head.safetensors")) - 1);
        assertThat(versions()).containsExactly("3.1.0");
        assertThat(pulls("unreachable")).isEqualTo(1);
        proxy.set(Fault.NONE);

        puller.look();

        assertThat(proxy.lastRequest()).contains("Range: bytes=" + partial + "-\r\n");
        assertFetched("3.3.0");
        assertThat(incoming("3.3.0")).doesNotExist();
    }

    @Test
    void aDamagedFileIsThrownAway(CapturedOutput output) throws IOException {
        proxy.set(Fault.DAMAGED, "head.safetensors");

        puller.look();

        assertThat(versions()).containsExactly("3.1.0");
        assertThat(incoming("3.3.0").resolve("head.safetensors")).doesNotExist();
        assertThat(pulls("corrupt")).isEqualTo(1);
        assertThat(output)
                .contains("small 3.3.0 was not fetched: the SHA-256 of its head.safetensors is not the announced one");
        proxy.set(Fault.NONE);
        puller.look();
        assertFetched("3.3.0");
    }

    /** What was left by a cut may be of other files than what the cloud has now. */
    @Test
    void aBeginningOfAnotherFileIsFoundOut() throws IOException {
        Files.createDirectories(incoming("3.3.0"));
        Files.write(incoming("3.3.0").resolve("head.safetensors"), new byte[1000]);

        puller.look();

        assertThat(pulls("corrupt")).isEqualTo(1);
        assertThat(versions()).containsExactly("3.1.0");
        puller.look();
        assertFetched("3.3.0");
    }

    @Test
    void aManifestThatIsNotTheAnnouncedOneIsThrownAway() {
        proxy.set(Fault.DAMAGED, "model.json");

        puller.look();

        assertThat(versions()).containsExactly("3.1.0");
        assertThat(incoming("3.3.0").resolve("model.json")).doesNotExist();
        assertThat(pulls("corrupt")).isEqualTo(1);
    }

    @Test
    void aModelThatIsTooLargeIsNotFetched(CapturedOutput output) {
        use("1KB", "0B", 1);
        int requests = proxy.requests();

        puller.look();

        assertThat(proxy.requests()).isEqualTo(requests + 1);
        assertThat(pulls("too-large")).isEqualTo(1);
        assertThat(output).contains("but sparsesplit.rollout.pull.max-bytes allows 1024");
    }

    @Test
    void aDiskThatIsNearlyFullIsNotFilled(CapturedOutput output) {
        use("64MB", "1000TB", 1);

        puller.look();

        assertThat(versions()).containsExactly("3.1.0");
        assertThat(pulls("disk")).isEqualTo(1);
        assertThat(output).contains("sparsesplit.rollout.pull.min-free keeps");
    }

    @Test
    void aDiskThatCannotBeWrittenIsNotTheEnd() throws IOException {
        Files.createFile(incoming("3.3.0"));

        puller.look();

        assertThat(pulls("disk")).isEqualTo(1);
        Files.delete(incoming("3.3.0"));
        puller.look();
        assertFetched("3.3.0");
    }

    @Test
    void aCloudThatIsAwayIsAskedAgain() throws IOException {
        proxy.refuse();
        puller.look();
        assertThat(pulls("unreachable")).isEqualTo(1);
        proxy.listenAgain();

        puller.look();

        assertFetched("3.3.0");
    }

    @Test
    void aCloudThatAnswersNonsenseIsNotBelieved() {
        proxy.set(Fault.GARBAGE);
        puller.look();
        proxy.set(Fault.ENDLESS);
        puller.look();
        proxy.set(Fault.ERROR_500);
        puller.look();

        assertThat(versions()).containsExactly("3.1.0");
        assertThat(pulls("corrupt") + pulls("unreachable")).isEqualTo(3);
    }

    @Test
    void whatIsNoLongerWantedIsRemoved() throws IOException {
        Files.createDirectories(incoming("2.9.0"));
        Files.write(incoming("2.9.0").resolve("head.safetensors"), new byte[10]);

        puller.look();

        assertThat(incoming("2.9.0")).doesNotExist();
        assertThat(versions()).containsExactly("3.1.0", "3.3.0");
    }

    private void use(String maxBytes, String minFree, int maxVersions) {
        if (connection != null) {
            connection.close();
        }
        PullProperties properties = new PullProperties(
                true,
                "http://127.0.0.1:" + proxy.port(),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                DataSize.parse(maxBytes),
                DataSize.parse(minFree),
                maxVersions);
        connection = new CloudRepository(properties, new JsonMapper());
        puller = new Puller(
                connection,
                new ModelRepository(edgeModels),
                properties,
                new ModelProperties(
                        edgeModels, SmallModel.NAME, "specific", "3.1.0", List.of(), 4, Duration.ofSeconds(5)),
                meters);
    }

    private void assertFetched(String version) throws IOException {
        for (String file : List.of("model.json", "head.safetensors")) {
            assertThat(edgeFolder(version).resolve(file))
                    .hasSameBinaryContentAs(
                            cloudModels.resolve("small").resolve(version).resolve(file));
        }
    }

    private List<String> versions() {
        return new ModelRepository(edgeModels).versions(SmallModel.NAME);
    }

    private Path edgeFolder(String version) {
        return edgeModels.resolve("small").resolve(version);
    }

    private Path incoming(String version) {
        return edgeModels.resolve("small").resolve(".incoming-" + version);
    }

    private double pulls(String outcome) {
        return meters.get("sparsesplit.rollout.pulls")
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
