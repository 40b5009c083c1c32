package io.sparsesplit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPathTest {

    @TempDir
    private Path home;

    private Path models;

    @BeforeEach
    void publish() throws IOException {
        models = home.resolve("models");
        publish("mnist", "1.0.0");
        publish("mnist", "1.10.0");
        publish("mnist", "1.2.0");
        System.setProperty("sparsesplit.home", home.toString());
    }

    @AfterEach
    void forgetTheHome() {
        System.clearProperty("sparsesplit.home");
    }

    @Test
    void theFolderOfAVersionIsTakenWithoutAWord() {
        ModelPath path = ModelPath.of(models.resolve("mnist/1.2.0"));
        assertThat(path).isEqualTo(new ModelPath(models.resolve("mnist/1.2.0"), null));
        assertThat(path.repository()).isEqualTo(models);
        assertThat(path.name()).isEqualTo("mnist");
        assertThat(path.version()).isEqualTo("1.2.0");
    }

    @Test
    void ofAModelsFolderTheNewestVersionIsTaken() {
        Path mnist = models.resolve("mnist");
        assertThat(ModelPath.of(mnist))
                .isEqualTo(new ModelPath(
                        mnist.resolve("1.10.0"),
                        "%s holds versions 1.0.0, 1.2.0, 1.10.0: the newest, %s, is taken"
                                .formatted(mnist, mnist.resolve("1.10.0"))));
    }

    @Test
    void aRepositoryOfOneModelMeansThatModel() {
        assertThat(ModelPath.of(models).folder()).isEqualTo(models.resolve("mnist/1.10.0"));
    }

    @Test
    void aRepositoryOfSeveralModelsIsAskedBack() throws IOException {
        publish("shapes", "1.0.1");
        assertThatThrownBy(() -> ModelPath.of(models))
                .hasMessage("%s holds 2 models: did you mean %s or %s?"
                        .formatted(models, models.resolve("mnist/1.10.0"), models.resolve("shapes/1.0.1")));
    }

    @Test
    void aFileOfAVersionMeansTheVersion() {
        Path folder = models.resolve("mnist/1.0.0");
        ModelPath path = ModelPath.of(folder.resolve("model.json"));
        assertThat(path.folder()).isEqualTo(folder);
        assertThat(path.note())
                .isEqualTo("%s is a file of the model %s".formatted(folder.resolve("model.json"), folder));
    }

    @Test
    void aNameIsLookedUpInTheProjectsModels() {
        assertThat(ModelPath.of(Path.of("mnist")).folder()).isEqualTo(models.resolve("mnist/1.10.0"));
        assertThat(ModelPath.of(Path.of("mnist/1.0.0")).folder()).isEqualTo(models.resolve("mnist/1.0.0"));
    }

    @Test
    void aWrongVersionGetsTheClosestOne() {
        Path mnist = models.resolve("mnist");
        assertThatThrownBy(() -> ModelPath.of(mnist.resolve("1.2.7")))
                .hasMessage("there is no model %s: %s holds versions 1.0.0, 1.2.0, 1.10.0: did you mean %s?"
                        .formatted(mnist.resolve("1.2.7"), mnist, mnist.resolve("1.2.0")));
    }

    @Test
    void aWrongNameGetsTheModelsThatThereAre() {
        assertThatThrownBy(() -> ModelPath.of(models.resolve("mnits/1.0.0")))
                .hasMessage("there is no model %s: %s holds other models: did you mean %s?"
                        .formatted(models.resolve("mnits/1.0.0"), models, models.resolve("mnist/1.10.0")));
    }

    @Test
    void aCheckpointIsToldFromAModel() throws IOException {
        Path checkpoint = Files.createFile(models.resolve("mnist-2.0.0.checkpoint"));
        assertThatThrownBy(() -> ModelPath.of(checkpoint))
                .hasMessageStartingWith(checkpoint + " is a checkpoint of a training that has not ended");
    }

    @Test
    void whatHoldsNoModelIsSaidToHoldNone() throws IOException {
        Path folder = Files.createDirectories(home.resolve("pictures"));
        Path file = Files.createFile(home.resolve("notes.txt"));
        assertThatThrownBy(() -> ModelPath.of(folder)).hasMessageStartingWith(folder + " holds no published model");
        assertThatThrownBy(() -> ModelPath.of(file)).hasMessageStartingWith(file + " is a file, not a published model");
        assertThatThrownBy(() -> ModelPath.of(Path.of("nowhere/at-all")))
                .hasMessage("there is no model nowhere/at-all: name the folder of a model's version, for example"
                        + " models/mnist/3.1.0");
    }

    private void publish(String name, String version) throws IOException {
        Path folder = Files.createDirectories(models.resolve(name).resolve(version));
        Files.createFile(folder.resolve("model.json"));
    }
}
