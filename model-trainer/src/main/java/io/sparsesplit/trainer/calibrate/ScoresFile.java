package io.sparsesplit.trainer.calibrate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Writes and reads the file of the scores that a model was calibrated with by cross-fitting. The file lies beside the model,
 * which can be calibrated with it again without training the networks of the folds again. Numbers are big-endian.
 *
 * <pre>
 * size   field
 *    8   "SPSPSCR1"
 *    4   exits e, 1 or more
 *    4   images n, 1 or more
 *    4   classes c, 2 or more
 *   32   digest of the images, see {@link Scores#sha256}
 *  4enc  logits: exit by exit, image by image, class by class
 *   4n   class that the tail answers for each image
 *   4n   class of each image
 *    8   CRC-32C of all before
 * </pre>
 */
public final class ScoresFile {

    /** Name of the file in the folder of a model's version. */
    public static final String NAME = "scores.bin";

    private static final long MAGIC = 0x5350535053435231L;
    private static final int DIGEST = 32;
    private static final int HEADER = Long.BYTES + 3 * Integer.BYTES + DIGEST;

    private ScoresFile() {}

    /** Returns the whole file. */
    public static byte[] bytes(CalibrationSet set) {
        Scores scores = set.scores();
        ByteBuffer file =
                ByteBuffer.allocate(Math.toIntExact(length(scores.exits(), scores.images(), scores.classes())));
        file.putLong(MAGIC).putInt(scores.exits()).putInt(scores.images()).putInt(scores.classes());
        file.put(HexFormat.of().parseHex(set.dataSha256()));
        for (int exit = 0; exit < scores.exits(); exit++) {
            for (int image = 0; image < scores.images(); image++) {
                for (float logit : scores.logits(exit, image)) {
                    file.putFloat(logit);
                }
            }
        }
        for (int image = 0; image < scores.images(); image++) {
            file.putInt(scores.tailClass(image));
        }
        for (int image = 0; image < scores.images(); image++) {
            file.putInt(scores.label(image));
        }
        return file.putLong(checksum(file.array(), file.position())).array();
    }

    /**
     * Reads scores.
     *
     * @param dataSha256 digest of the images that they must be of
     * @throws UncheckedIOException when the file cannot be read
     * @throws IllegalArgumentException when the file is damaged, or of other images
     */
    static Scores read(Path path, String dataSha256) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read: %s".formatted(path, e), e);
        }
        ByteBuffer file = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER + Long.BYTES || file.getLong() != MAGIC) {
            throw new IllegalArgumentException(path + " holds no scores");
        }
        int exits = file.getInt();
        int images = file.getInt();
        int classes = file.getInt();
        boolean whole = exits > 0 && images > 0 && classes > 1 && length(exits, images, classes) == bytes.length;
        if (!whole || file.getLong(bytes.length - Long.BYTES) != checksum(bytes, bytes.length - Long.BYTES)) {
            throw new IllegalArgumentException(path + " is damaged or cut short: its checksum does not fit");
        }
        byte[] digest = new byte[DIGEST];
        file.get(digest);
        if (!HexFormat.of().formatHex(digest).equals(dataSha256)) {
            throw new IllegalArgumentException(path + " has scores of other images than the model was calibrated with");
        }
        float[][][] logits = new float[exits][images][classes];
        for (float[][] ofExit : logits) {
            for (float[] ofImage : ofExit) {
                for (int c = 0; c < classes; c++) {
                    ofImage[c] = file.getFloat();
                }
            }
        }
        return new Scores(logits, integers(file, images), integers(file, images));
    }

    private static int[] integers(ByteBuffer file, int count) {
        int[] integers = new int[count];
        for (int i = 0; i < count; i++) {
            integers[i] = file.getInt();
        }
        return integers;
    }

    /** Returns the length of the whole file in bytes; negative when it is beyond all measure. */
    private static long length(int exits, int images, int classes) {
        try {
            long logits = Math.multiplyExact(Math.multiplyExact((long) exits, images), (long) classes);
            return Math.addExact(HEADER + Long.BYTES, Math.multiplyExact(Integer.BYTES, logits + 2L * images));
        } catch (ArithmeticException e) {
            return -1;
        }
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return checksum.getValue();
    }
}
