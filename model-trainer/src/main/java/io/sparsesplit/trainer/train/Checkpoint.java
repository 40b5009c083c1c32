package io.sparsesplit.trainer.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The state of a training between two epochs. Numbers are big-endian.
 *
 * <pre>
 * size  field
 *    8  "SPSPCKP2"
 *  2+n  what is trained and how, UTF-8: going on is refused when it differs
 *    4  phases done
 *    4  epochs done of the next
 *    4  optimiser steps done
 *  4 k  weights, biases, then first and second moments of both, layer by layer, exits last; where features are rounded, the
 *       lowest level and the step of each, and how often each level came
 *    8  CRC-32C of all before
 * </pre>
 */
final class Checkpoint {

    private static final long MAGIC = 0x5350535043_4B5032L;

    private final Path file;
    private final String description;

    /** @param description of everything that the result depends on */
    Checkpoint(Path file, String description) {
        this.file = file;
        this.description = description;
    }

    boolean exists() {
        return Files.exists(file);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Replaces the file, atomically. */
    void write(Trainer trainer, int phasesDone, int epochsDone) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(MAGIC);
        out.writeUTF(description);
        out.writeInt(phasesDone);
        out.writeInt(epochsDone);
        out.writeInt(trainer.adam().steps());
        for (float[] values : state(trainer).toList()) {
            for (float value : values) {
                out.writeFloat(value);
            }
        }
        out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        Files.write(unfinished, bytes.toByteArray());
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * How many phases were done when the file was written.
     *
     * @throws IllegalArgumentException when the file is damaged or of another training
     */
    int phasesDone() {
        return read(DataInputStream::readInt);
    }

    /**
     * Sets the state of a trainer of the phase behind {@link #phasesDone} to that of the file.
     *
     * @return epochs done
     * @throws IllegalArgumentException when the file is damaged or of another training
     */
    int read(Trainer trainer) {
        return read(in -> {
            in.readInt();
            int epochsDone = in.readInt();
            trainer.adam().resumeAfter(in.readInt());
            for (float[] values : state(trainer).toList()) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.readFloat();
                }
            }
            Rate rate = trainer.phase().rate();
            if (rate != null) {
                rate.lengths().measure();
            }
            return epochsDone;
        });
    }

    /** Takes something from a file that is sound, and of this training. */
    private int read(Content content) {
        return opened((found, in) -> {
            if (!found.equals(description)) {
                throw new IllegalArgumentException(
                        "%s is of another training; it was made with: %s".formatted(file, found));
            }
            return content.read(in);
        });
    }

    /**
     * Returns what the file says of itself, whatever training it is of.
     *
     * @throws IllegalArgumentException when the file is damaged
     */
    Recorded recorded() {
        return opened((found, in) -> new Recorded(found, in.readInt(), in.readInt()));
    }

    /** Returns the description of the training that this checkpoint is to be of. */
    String description() {
        return description;
    }

    Path file() {
        return file;
    }

    /**
     * The beginning of a file.
     *
     * @param description of the training
     * @param phasesDone phases that have ended
     * @param epochsDone epochs done of the next phase
     */
    record Recorded(String description, int phasesDone, int epochsDone) {}

    /** Takes something from a file that is sound. */
    private <T> T opened(File<T> reader) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            if (in.readLong() != MAGIC) {
                throw new IllegalArgumentException(file + " is not a checkpoint");
            }
            String found = in.readUTF();
            int covered = bytes.length - Long.BYTES;
            if (ByteBuffer.wrap(bytes).getLong(covered) != checksum(bytes, covered)) {
                throw new IllegalArgumentException(file + " is damaged or cut short: its checksum does not fit");
            }
            return reader.read(found, in);
        } catch (EOFException e) {
            throw new IllegalArgumentException(file + " is cut short", e);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    private interface File<T> {

        /** @param in behind the description */
        T read(String description, DataInputStream in) throws IOException;
    }

    private interface Content {

        /** @param in behind the description */
        int read(DataInputStream in) throws IOException;
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return checksum.getValue();
    }

    private static Stream<float[]> state(Trainer trainer) {
        List<TrainableLayer> layers = trainer.network().all();
        Rate rate = trainer.phase().rate();
        return Stream.concat(
                IntStream.range(0, layers.size())
                        .boxed()
                        .flatMap(i -> Stream.of(
                                layers.get(i).weights(),
                                layers.get(i).biases(),
                                trainer.adam().firstMoments().weights(i),
                                trainer.adam().firstMoments().biases(i),
                                trainer.adam().secondMoments().weights(i),
                                trainer.adam().secondMoments().biases(i))),
                rate == null
                        ? Stream.empty()
                        : Stream.of(rate.low(), rate.step(), rate.lengths().counts()));
    }
}
