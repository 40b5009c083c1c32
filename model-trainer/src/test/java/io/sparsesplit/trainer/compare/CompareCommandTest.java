package io.sparsesplit.trainer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.trainer.ToyModels;
import io.sparsesplit.trainer.data.IdxFolder;
import io.sparsesplit.trainer.statistics.McNemar;
import io.sparsesplit.trainer.train.ToyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CompareCommandTest {

    @TempDir
    private static Path folder;

    private static ToyModels models;
    private static Path good;
    private static Path poor;
    private static Path fromElsewhere;

    @BeforeAll
    static void train() throws IOException {
        models = new ToyModels(folder);
        good = models.train("1.0.0", "--epochs", "8", "--codec", "entropy", "--compress-epochs", "1");
        poor = models.train("1.1.0", "--epochs", "1", "--codec", "uint8", "--seed", "2");
        Path data = folder.resolve("other");
        IdxFolder.write(data, ToyImages.bars(500, 10, 6, 1), ToyImages.bars(80, 10, 6, 3));
        fromElsewhere = models.train("2.0.0", "--epochs", "1", "--codec", "uint8", "--data", data.toString());
    }

    @Test
    void modelsStandSideBySide() {
        assertThat(models.run("compare", good.toString(), poor.toString()))
                .as(models.err())
                .isZero();
        assertThat(models.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
                .contains(
                        "                    mnist 1.0.0                   mnist 1.1.0",
                        "edge parameters     246                           246",
                        "test images         150                           150",
                        "target              target-exit-rate 50.0         target-exit-rate 50.0",
                        "The test images are the same. Accuracies have 95 % intervals.",
                        "--epochs            8                             1",
                        "--seed              1                             2")
                .noneMatch(line -> line.startsWith("--batch"));
    }

    @Test
    void onTheSameImagesTheDifferenceIsTested() throws IOException {
        Path json = folder.resolve("comparison.json");
        assertThat(models.run(
                        "compare",
                        good.toString(),
                        poor.toString(),
                        "--data",
                        models.data().toString(),
                        "--json",
                        json.toString()))
                .as(models.err())
                .isZero();
        assertThat(models.out()).contains("mnist 1.0.0 is better (McNemar's exact test, p = 0.0000).");
        JsonNode pair = JsonMapper.shared()
                .readTree(Files.readAllBytes(json))
                .path("pairs")
                .get(0);
        int onlyGood = pair.path("onlyFirst").intValue();
        int onlyPoor = pair.path("onlySecond").intValue();
        assertThat(pair.path("pValue").doubleValue()).isEqualTo(McNemar.pValue(onlyGood, onlyPoor));
        JsonNode models = JsonMapper.shared().readTree(Files.readAllBytes(json)).path("models");
        assertThat(correct(models.get(0)) - correct(models.get(1))).isEqualTo(onlyGood - onlyPoor);
    }

    @Test
    void accuraciesOnOtherImagesAreNotComparable() {
        assertThat(models.run("compare", good.toString(), fromElsewhere.toString()))
                .isZero();
        assertThat(models.out())
                .contains("NOT COMPARABLE: the test images differ or are not recorded. Name common ones with --data.");
    }

    @Test
    void twoModelsAreNeeded() {
        assertThat(models.run("compare", good.toString())).isEqualTo(2);
        assertThat(models.err()).contains("(MODEL) requires at least 2 values, but only 1 were specified");
    }

    private static int correct(JsonNode model) {
        return (int) Math.round(model.path("measured").path("cascadeAccuracy").doubleValue() * 150 / 100);
    }
}
