package io.sparsesplit.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataFolderTest {

    private static final Path HOME = Path.of("/home/ada");

    @Test
    void liesInTheCacheBelowHome() {
        assertThat(DataFolder.mnist(Map.of(), HOME)).isEqualTo(Path.of("/home/ada/.cache/sparsesplit/mnist"));
    }

    @Test
    void followsXdgCacheHome() {
        assertThat(DataFolder.mnist(Map.of("XDG_CACHE_HOME", "/var/cache/ada"), HOME))
                .isEqualTo(Path.of("/var/cache/ada/sparsesplit/mnist"));
    }

    @Test
    void relativeXdgCacheHomeIsIgnoredAsItsSpecificationSays() {
        assertThat(DataFolder.mnist(Map.of("XDG_CACHE_HOME", "cache"), HOME))
                .isEqualTo(Path.of("/home/ada/.cache/sparsesplit/mnist"));
    }
}
