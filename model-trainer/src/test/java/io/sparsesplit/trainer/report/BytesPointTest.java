package io.sparsesplit.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytesPointTest {

    @TempDir
    private Path folder;

    @Test
    void aPointReplacesTheOneThatSaysTheSame() {
        point("png", "test", 98, 97.5).addTo(folder);
        point("1-bit", "test", 97, null).addTo(folder);
        point("png", "test", 99, null).addTo(folder);
        assertThat(BytesPoint.in(folder).read())
                .containsExactly(point("1-bit", "test", 97, null), point("png", "test", 99, null));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> point("png", "train", 98, null))
                .withMessage("split must be test or validation, not 'train'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> point("png", "test", 101, null))
                .withMessage("accuracy must be 0 to 100 percent, not 101.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> point("png", "test", 98, -1.0))
                .withMessage("validationAccuracy must be 0 to 100 percent, not -1.0");
    }

    @Test
    void aPointOfNoScopeIsNamed() throws Exception {
        point("png", "test", 98, null).addTo(folder);
        Path file = folder.resolve(BytesPoint.FILE);
        Files.writeString(file, Files.readString(file).replace("\"all\"", "\"some\""));
        assertThatExceptionOfType(ResultsException.class)
                .isThrownBy(() -> BytesPoint.in(folder).read())
                .withMessageEndingWith(
                        "bytes.json, object 1 (codec png, model 784,10, beta 0.0, bits 0, seed 1, split test,"
                                + " scope some): scope must be all or cascade, not 'some'");
    }

    private static BytesPoint point(String codec, String split, double accuracy, @Nullable Double validation) {
        return new BytesPoint(
                codec, "784,10", 0, 0, 1, split, "all", 0, accuracy, 99, validation, 10, 20, 20, 20, 20, "sparsesplit");
    }
}
