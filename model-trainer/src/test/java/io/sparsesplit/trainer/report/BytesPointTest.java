package io.sparsesplit.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytesPointTest {

    @TempDir
    private Path folder;

    @Test
    void aPointReplacesTheOneThatSaysTheSame() {
        point("png", "test", 98).addTo(folder);
        point("1-bit", "test", 97).addTo(folder);
        point("png", "test", 99).addTo(folder);
        assertThat(BytesPoint.in(folder).read()).containsExactly(point("1-bit", "test", 97), point("png", "test", 99));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> point("png", "train", 98))
                .withMessage("split must be test or validation, not 'train'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> point("png", "test", 101))
                .withMessage("accuracy must be 0 to 100 percent, not 101.0");
    }

    @Test
    void aPointOfNoScopeIsNamed() throws Exception {
        point("png", "test", 98).addTo(folder);
        Path file = folder.resolve(BytesPoint.FILE);
        Files.writeString(file, Files.readString(file).replace("\"all\"", "\"some\""));
        assertThatExceptionOfType(ResultsException.class)
                .isThrownBy(() -> BytesPoint.in(folder).read())
                .withMessageEndingWith(
                        "bytes.json, object 1 (codec png, model 784,10, beta 0.0, bits 0, seed 1, split test,"
                                + " scope some): scope must be all or cascade, not 'some'");
    }

    private static BytesPoint point(String codec, String split, double accuracy) {
        return new BytesPoint(
                codec, "784,10", 0, 0, 0, 1, split, "all", 0, accuracy, 99, 10, 20, 20, 20, 20, "sparsesplit");
    }
}
