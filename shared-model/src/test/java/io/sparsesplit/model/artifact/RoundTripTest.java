package io.sparsesplit.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.artifact.Manifest.Bound;
import io.sparsesplit.model.artifact.Manifest.Calibration;
import io.sparsesplit.model.artifact.Manifest.ClassPromise;
import io.sparsesplit.model.artifact.Manifest.FileSpec;
import io.sparsesplit.model.artifact.Manifest.Point;
import io.sparsesplit.model.artifact.Manifest.Points;
import io.sparsesplit.model.artifact.Manifest.Split;
import io.sparsesplit.model.artifact.Manifest.Training;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.codec.Float32Codec;
import io.sparsesplit.model.image.Fit;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.pattern.PatternFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {

    @TempDir
    private Path root;

    @Test
    void aLocalPatternIsMadeAgainFromWhereTheInputsLie() {
        assertReadBack(SampleModel.local());
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void aModelOfEveryFamilyIsReadAsItWasWritten(PatternFamily family) {
        assertReadBack(SampleModel.of(family));
    }

    @Test
    void aModelOfExplicitPatternsIsReadAsItWasWritten() {
        assertReadBack(SampleModel.explicit());
    }

    @Test
    void aModelThatEntropyCodesIsReadAsItWasWritten() {
        Model model = SampleModel.entropyCoded();

        assertReadBack(model);
        PublishedModel published = new PublishedModel(root.resolve("again"), model);
        assertThat(published.loadCloud().tail().readsExitClass()).isTrue();
        assertThat(published.loadEdge().codecs().classes()).isEqualTo(3);
        assertThat(published.loadEdge().codecs().all())
                .extracting(codec -> codec.codec())
                .containsExactly(Codec.values());
        assertThat(published.manifest())
                .content()
                .contains("\"levels\" : [ 8, 4, 5, 9, 1, 2 ]\n", "\"classes\" : [ 96, 2000, 2000 ],\n");
    }

    @Test
    void aModelWithoutQuantizerAndMeasurementsIsReadAsItWasWritten() {
        Model model = SampleModel.withCodecs(new FeatureCodecs(Codec.FLOAT32, 6, 0, null, null));
        Model unmeasured = new Model(
                model.name(),
                model.version(),
                model.labels(),
                model.preprocessing(),
                model.head(),
                model.tail(),
                model.codecs(),
                model.training(),
                null,
                null);
        PublishedModel published = new PublishedModel(root, unmeasured);

        assertThat(published.manifest()).content().doesNotContain("quantizer", "prior");
        assertThat(published.loadEdge().codecs().all()).containsExactly(new Float32Codec(6, 0));
        assertThat(published.loadCloud().codecs().standard()).isEqualTo(new Float32Codec(6, 0));
        assertThat(published.loadEdge().manifest().measured()).isNull();
    }

    @Test
    void aCalibrationIsReadAsItWasWrittenWithAPromiseOrWithout() {
        Bound bound = new Bound("exact-trinomial", 0.5, 0.95);
        for (Bound promise : new Bound[] {bound, null}) {
            Calibration calibration = new Calibration(
                    "max-loss",
                    0.5,
                    true,
                    promise,
                    0.001,
                    4,
                    16,
                    "a0".repeat(32),
                    11,
                    15,
                    1,
                    2,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
            Path repository = root.resolve(promise == null ? "measured" : "promised");
            PublishedModel published = new PublishedModel(repository, SampleModel.calibrated(calibration));

            assertThat(published.loadEdge().manifest().calibration()).isEqualTo(calibration);
            assertThat(published.loadCloud().manifest().calibration()).isEqualTo(calibration);
            assertThat(published.manifest()).content().doesNotContain("folds", "classes", "points", "calibrated");
        }
    }

    @Test
    void whatACalibrationPromisesOfClassesAndAtOtherPointsIsReadAsItWasWritten() {
        List<ClassPromise> classes =
                List.of(new ClassPromise("miss", "7", 1, null), new ClassPromise("min-recall", null, 90, 90.0));
        Points points = new Points(0.95, classes, List.of(new Point(2, 0.8, 11, 15, 1, 2)));
        Calibration calibration = new Calibration(
                "max-loss",
                0.5,
                false,
                new Bound("exact-trinomial", 2, 0.95),
                0.001,
                4,
                16,
                "a0".repeat(32),
                11,
                15,
                1,
                2,
                "cross-fit",
                5,
                classes,
                points,
                false,
                "the temperature of exit 1, 20.0, is at its bound");
        PublishedModel published = new PublishedModel(root, SampleModel.calibrated(calibration));

        assertThat(published.loadEdge().manifest().calibration()).isEqualTo(calibration);
        assertThat(published.loadCloud().manifest().calibration()).isEqualTo(calibration);
    }

    @Test
    void aModelWithoutACalibrationHasNone() {
        PublishedModel published = new PublishedModel(root, SampleModel.of(PatternFamily.RANDOM));

        assertThat(published.manifest()).content().doesNotContain("calibration");
        assertThat(published.loadEdge().manifest().calibration()).isNull();
    }

    @Test
    void aNullWhereNothingNeedBeIsAsGoodAsNothing() throws IOException {
        PublishedModel published = new PublishedModel(root, SampleModel.of(PatternFamily.CYCLIC));
        published.editManifest(manifest -> manifest.putNull("measured"));

        assertThat(published.loadEdge().manifest().measured()).isNull();
    }

    @Test
    void theManifestSaysWhatTheModelIs() throws IOException {
        Model model = SampleModel.of(PatternFamily.RANDOM);
        PublishedModel published = new PublishedModel(root, model);
        Manifest manifest = published.loadEdge().manifest();

        assertThat(manifest).isEqualTo(published.loadCloud().manifest());
        assertThat(manifest.name()).isEqualTo("sample");
        assertThat(manifest.version()).isEqualTo("1.2.3");
        assertThat(manifest.labels()).containsExactly("cat", "dog", "Käuzchen");
        assertThat(manifest.preprocessing()).isEqualTo(model.preprocessing());
        assertThat(manifest.training()).isEqualTo(model.training());
        assertThat(manifest.measured()).isEqualTo(model.measured());
        byte[] head = Files.readAllBytes(published.head());
        assertThat(manifest.files())
                .containsOnlyKeys("head.safetensors", "tail.safetensors")
                .containsEntry("head.safetensors", new FileSpec(head.length, Fingerprint.hex(head)));
    }

    @Test
    void preprocessingAndSplitAreReadBackAsTheyWere() {
        Model model = SampleModel.of(PatternFamily.RANDOM);
        Preprocessing preprocessing = new Preprocessing(
                Fit.PICTURE,
                4,
                3,
                Picture.RGB,
                12,
                new float[] {0.1f, 0.2f, 0.3f},
                new float[] {0.5f, 0.25f, 0.125f},
                new int[] {0, 7, 35});
        Training training =
                new Training("sparsesplit train", 1, Map.of(), 80, 10, new Split("by folder", 3, 10, "aa", "bb", "cc"));
        PublishedModel published = new PublishedModel(
                root,
                new Model(
                        model.name(),
                        model.version(),
                        model.labels(),
                        preprocessing,
                        model.head(),
                        model.tail(),
                        model.codecs(),
                        training,
                        model.measured(),
                        model.calibration()));

        assertThat(published.loadEdge().manifest().preprocessing()).isEqualTo(preprocessing);
        assertThat(published.loadCloud().manifest().training()).isEqualTo(training);
    }

    @Test
    void theSameModelIsAlwaysTheSameBytes() throws IOException {
        PublishedModel one = new PublishedModel(root.resolve("one"), SampleModel.of(PatternFamily.CLASH_FREE_1));
        PublishedModel two = new PublishedModel(root.resolve("two"), SampleModel.of(PatternFamily.CLASH_FREE_1));

        assertThat(one.manifest()).hasSameBinaryContentAs(two.manifest());
        assertThat(one.head()).hasSameBinaryContentAs(two.head());
        assertThat(one.tail()).hasSameBinaryContentAs(two.tail());
        assertThat(one.loadEdge().fingerprint())
                .isEqualTo(two.loadCloud().fingerprint())
                .hasSameHashCodeAs(two.loadCloud().fingerprint());
    }

    /** On every JDK and operating system; a change of the format shows here first. */
    @Test
    void theBytesNeverChange() {
        assertThat(new PublishedModel(root, SampleModel.of(PatternFamily.RANDOM))
                        .loadEdge()
                        .fingerprint())
                .hasToString("06ad1a781ea816a6dd472cbadb8666b4babeee4056e362d70797c2261b29da04");
    }

    /** {@code Double.toString} of JDK 17 writes 1.9999999999999998E23. */
    @Test
    void numbersAreWrittenInTheirShortestFormOnEveryJdk() {
        Model model = SampleModel.of(PatternFamily.RANDOM);
        Head hot = new Head(
                model.head().layers(),
                model.head().exits().stream()
                        .map(exit -> exit.calibrated(exit.criterion(), Double.parseDouble("2e23"), 0.5))
                        .toList());
        PublishedModel published = new PublishedModel(
                root,
                new Model(
                        model.name(),
                        model.version(),
                        model.labels(),
                        model.preprocessing(),
                        hot,
                        model.tail(),
                        model.codecs(),
                        model.training(),
                        model.measured(),
                        model.calibration()));

        assertThat(published.manifest()).content().contains("\"temperature\" : 2.0E23,\n");
    }

    private void assertReadBack(Model model) {
        PublishedModel published = new PublishedModel(root, model);
        EdgeModel edge = published.loadEdge();
        CloudModel cloud = published.loadCloud();

        assertThat(edge.fingerprint()).isEqualTo(cloud.fingerprint());
        assertSameLayers(edge.head().layers(), model.head().layers());
        assertSameLayers(cloud.tail().layers(), model.tail().layers());
        assertThat(edge.head().exits()).hasSize(2);
        for (int e = 0; e < 2; e++) {
            EarlyExit read = edge.head().exits().get(e);
            EarlyExit written = model.head().exits().get(e);
            assertThat(read)
                    .usingRecursiveComparison()
                    .ignoringFields("classifier")
                    .isEqualTo(written);
            assertSameLayers(List.of(read.classifier()), List.of(written.classifier()));
        }
        assertSameCodecs(edge.codecs(), model.codecs());
        assertSameCodecs(cloud.codecs(), model.codecs());
        assertSameDecisions(model, edge, cloud);
    }

    private static void assertSameCodecs(FeatureCodecs read, FeatureCodecs written) {
        assertThat(read.standard().codec()).isEqualTo(written.standard().codec());
        assertThat(read).usingRecursiveComparison().isEqualTo(written);
    }

    private static void assertSameLayers(List<Layer> read, List<Layer> written) {
        assertThat(read).hasSameSizeAs(written);
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i).pattern().sources())
                    .isEqualTo(written.get(i).pattern().sources());
            assertThat(read.get(i).pattern().recipe().isPresent())
                    .isEqualTo(written.get(i).pattern().recipe().isPresent());
            assertThat(read.get(i).weights()).isEqualTo(written.get(i).weights());
            assertThat(read.get(i).biases()).isEqualTo(written.get(i).biases());
            assertThat(read.get(i).activation()).isEqualTo(written.get(i).activation());
        }
    }

    private static void assertSameDecisions(Model model, EdgeModel edge, CloudModel cloud) {
        Random random = new Random(9);
        for (int i = 0; i < 200; i++) {
            float[] input = new float[12];
            for (int x = 0; x < 12; x++) {
                input[x] = random.nextFloat();
            }
            ExitDecision expected = model.head().decide(input, OptionalDouble.empty());
            ExitDecision actual = edge.head().decide(input, OptionalDouble.empty());
            assertThat(actual).hasSameClassAs(expected);
            assertThat(actual.exitScore().confidence())
                    .isEqualTo(expected.exitScore().confidence());
            if (actual instanceof ExitDecision.Continue offload) {
                assertThat(cloud.tail().classify(offload.features()).probabilities())
                        .isEqualTo(model.tail().classify(offload.features()).probabilities());
            }
        }
    }
}
