package io.sparsesplit.service.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.service.SmallModel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionMetersTest {

    private static final int VERSIONS = VersionMeters.MAX + 8;

    private static List<CloudModel> models = List.of();

    private final LoadedVersions<CloudModel> loaded = new LoadedVersions<>(models.subList(0, 2));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final VersionMeters<Counter> meters =
            new VersionMeters<>(registry, loaded, version -> registry.counter("images", version));

    @BeforeAll
    static void load(@TempDir Path root) {
        models = IntStream.range(0, VERSIONS)
                .mapToObj(i -> {
                    SmallModel.publish(root, i, "1.0." + i);
                    return new ModelRepository(root).loadCloud(SmallModel.NAME, "1.0." + i);
                })
                .toList();
    }

    @Test
    void everyVersionHasItsOwnBeforeItAnswers() {
        assertThat(registry.find("images").counters()).hasSize(2);

        loaded.replace(List.of(models.get(2)));

        assertThat(registry.find("images")
                        .tags("model", "small", "version", "1.0.2")
                        .counter())
                .isNotNull();
    }

    @Test
    void countsOfAVersionOutliveItsBeingHeld() {
        meters.of(models.get(0)).increment();
        loaded.replace(List.of(models.get(2)));
        meters.of(models.get(0)).increment();
        loaded.replace(List.of(models.get(0)));

        assertThat(meters.of(models.get(0)).count()).isEqualTo(2);
    }

    @Test
    void thereAreNeverMoreThanSoManyAndAlwaysThoseOfTheVersionsHeld() {
        for (int i = 2; i < VERSIONS; i++) {
            loaded.replace(List.of(models.get(i), models.get(0)));
            meters.of(models.get(0)).increment();
        }

        assertThat(registry.find("images").counters()).hasSize(VersionMeters.MAX);
        assertThat(meters.of(models.get(0)).count()).isEqualTo(VERSIONS - 2);
        assertThat(registry.find("images").tag("version", "1.0.1").counter())
                .as("was loaded longest ago")
                .isNull();
    }

    @Test
    void aRequestThatOutlivesTheMeterOfItsVersionIsCountedAllTheSame() {
        for (int i = 2; i < VERSIONS; i++) {
            loaded.replace(List.of(models.get(i)));
        }

        meters.of(models.get(1)).increment();

        assertThat(meters.of(models.get(1)).count()).isEqualTo(1);
        assertThat(registry.find("images").counters()).hasSize(VersionMeters.MAX);
    }
}
