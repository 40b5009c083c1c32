package io.sparsesplit.trainer.report;

import java.nio.file.Path;

/**
 * What the edge's half of a published model takes: an object of {@code size.json}.
 *
 * @param model name and version, for example {@code mnist 1.0.0}
 * @param parameters on the edge, exits included
 * @param headBytes of {@code head.safetensors}
 * @param manifestBytes of {@code model.json}
 * @param accuracy of the last exit, asked for all test images, in percent
 */
public record ModelSize(String model, int parameters, long headBytes, long manifestBytes, double accuracy) {

    public static final String FILE = "size.json";

    public ModelSize {
        if (parameters < 1 || headBytes < 1 || manifestBytes < 1) {
            throw new IllegalArgumentException("parameters, headBytes and manifestBytes must be 1 or more");
        }
        if (!(accuracy >= 0 && accuracy <= 100)) {
            throw new IllegalArgumentException("accuracy must be 0 to 100 percent, not " + accuracy);
        }
    }

    /** The file {@value #FILE} of a folder. */
    public static RecordFile<ModelSize> in(Path folder) {
        return new RecordFile<>(folder.resolve(FILE), ModelSize.class, "model");
    }
}
