package io.sparsesplit.trainer.data;

import java.nio.file.Path;
import java.util.Map;

/** Where downloaded data lies when nobody says otherwise. */
public final class DataFolder {

    private DataFolder() {}

    /** {@code $XDG_CACHE_HOME/sparsesplit/mnist}, or below {@code ~/.cache} when that variable names no absolute folder. */
    public static Path mnist() {
        return mnist(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static Path mnist(Map<String, String> environment, Path home) {
        Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
        return (cache.isAbsolute() ? cache : home.resolve(".cache"))
                .resolve("sparsesplit")
                .resolve("mnist");
    }
}
