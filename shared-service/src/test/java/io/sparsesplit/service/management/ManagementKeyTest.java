package io.sparsesplit.service.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import io.sparsesplit.service.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementKeyTest {

    private static final String KEY = "0123456789abcdef";

    @Test
    void theKeyOpens() {
        assertThatCode(() -> key(KEY, null).require("Bearer " + KEY)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer 0123456789abcde",
                "Bearer 0123456789abcdeF",
                "Bearer 0123456789abcdef0",
                "Basic 0123456789abcdef",
                KEY
            })
    void nothingElseDoes(@Nullable String authorization) {
        assertThatThrownBy(() -> key(KEY, null).require(authorization))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNAUTHORIZED))
                .hasMessageContaining("sparsesplit.management.key")
                .hasMessageNotContaining(KEY);
    }

    @Test
    void theSchemeMayBeWrittenInAnyCase() {
        key(KEY, null).require("bearer " + KEY);
        key(KEY, null).require("BEARER " + KEY);
    }

    @Test
    void withoutAKeyNothingOpens() {
        for (String none : new String[] {null, ""}) {
            assertThatThrownBy(() -> key(none, none).require("Bearer " + none))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.MANAGEMENT_OFF))
                    .hasMessage("No management key is set: write one into sparsesplit.management.key or"
                            + " sparsesplit.management.key-file, and start the service again.");
        }
    }

    @Test
    void theKeyOfAFileMayChange(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), KEY + "\n");
        ManagementKey key = key(null, file.toString());
        key.require("Bearer " + KEY);

        Files.writeString(file, "another-key-of-16-characters");

        assertThatThrownBy(() -> key.require("Bearer " + KEY)).isInstanceOf(ProblemException.class);
        key.require("Bearer another-key-of-16-characters");
    }

    @Test
    void aKeyThatCanBeNoneStopsTheStartAndIsNotPrinted(@TempDir Path folder) {
        for (String bad : new String[] {"tiny", "with a space in it", "schlüssel-schlüssel", "x".repeat(257)}) {
            assertThatThrownBy(() -> key(bad, null))
                    .isInstanceOf(SettingException.class)
                    .hasMessage("The management key is too short or has characters it cannot have.")
                    .hasMessageNotContaining(bad);
        }
        assertThatThrownBy(() -> key(null, folder.resolve("none").toString()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("none, cannot be read.");
        assertThatThrownBy(() -> key(KEY, folder.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessage("sparsesplit.management.key and sparsesplit.management.key-file are both set.");
    }

    @Test
    void theSettingsDoNotPrintTheKey() {
        assertThat(new ManagementProperties(KEY, null)).hasToString("ManagementProperties[key=hidden, keyFile=null]");
    }

    private static ManagementKey key(@Nullable String key, @Nullable String file) {
        return new ManagementKey(new ManagementProperties(key, file));
    }
}
