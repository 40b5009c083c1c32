package io.sparsesplit.trainer.data;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes data sets as MNIST is distributed, but not gzipped. */
public final class IdxFolder {

    private IdxFolder() {}

    public static void write(Path folder, LabelledImages train, LabelledImages test) throws IOException {
        Files.createDirectories(folder);
        write(folder, "train", train);
        write(folder, "t10k", test);
    }

    private static void write(Path folder, String prefix, LabelledImages images) throws IOException {
        ByteArrayOutputStream pictures = new ByteArrayOutputStream();
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        header(pictures, images.size(), images.height(), images.width());
        header(labels, images.size());
        for (int i = 0; i < images.size(); i++) {
            labels.write(images.label(i));
            pictures.write(images.picture(i));
        }
        Files.write(folder.resolve(prefix + "-images-idx3-ubyte"), pictures.toByteArray());
        Files.write(folder.resolve(prefix + "-labels-idx1-ubyte"), labels.toByteArray());
    }

    private static void header(ByteArrayOutputStream file, int... dimensions) throws IOException {
        DataOutputStream out = new DataOutputStream(file);
        out.writeInt(0x0800 | dimensions.length);
        for (int dimension : dimensions) {
            out.writeInt(dimension);
        }
    }
}
