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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The state of a training between two epochs. Numbers are big-endian.
 *
 * <pre>
 * size  field
 *    8  "SPSPCKP3"
 *  2+n  what is trained and how, UTF-8: going on is refused when it differs
 *    4  phases done
 *    4  epochs done of the next
 *    4  optimiser steps done
 *    m  the outcome of each phase done: name (2+n, UTF-8), epochs (4), best epoch (4), validation (below), undone (1), finite (1)
 *    4  epoch of the best state of the phase, 0 for none
 *   16  least objective in the phase, and the greatest with which a state is kept
 *   52  validation of the best state: images, correct by exit, by tail (4 each), exit loss, tail loss, bits, objective and its
 *       standard error (8 each)
 *  4 k  weights, biases, then first and second moments of both, layer by layer, exits last; where features are rounded, the
 *       lowest level and the step of each, and how often each level came
 *  4 k  weights and biases of the best state, layer by layer, exits last
 *  4 k  weights and biases before the phase, likewise
 *    8  CRC-32C of all before
 * </pre>
 */
final class Checkpoint {

    private static final long MAGIC = 0x5350535043_4B5033L;

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
    void write(PhaseState state, int epochsDone) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(MAGIC);
        out.writeUTF(description);
        out.writeInt(state.earlier().size());
        out.writeInt(epochsDone);
        out.writeInt(state.trainer().adam().steps());
        for (PhaseOutcome outcome : state.earlier()) {
            write(outcome, out);
        }
        out.writeInt(state.best().epoch());
        out.writeDouble(state.best().least());
        out.writeDouble(state.best().limit());
        write(state.best().validation(), out);
        for (float[] values : numbers(state).toList()) {
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
     * Returns the outcomes of the phases that were done when the file was written.
     *
     * @throws IllegalArgumentException when the file is damaged or of another training
     */
    List<PhaseOutcome> outcomes() {
        return read(in -> {
            int phases = in.readInt();
            in.readInt();
            in.readInt();
            return outcomes(in, phases);
        });
    }

    /**
     * Sets the state of the phase behind {@link #outcomes} to that of the file.
     *
     * @return epochs done
     * @throws IllegalArgumentException when the file is damaged or of another training
     */
    int read(PhaseState state) {
        return read(in -> {
            int phases = in.readInt();
            int epochsDone = in.readInt();
            state.trainer().adam().resumeAfter(in.readInt());
            outcomes(in, phases);
            int bestEpoch = in.readInt();
            double least = in.readDouble();
            double limit = in.readDouble();
            state.best().resume(bestEpoch, validation(in), least, limit);
            for (float[] values : numbers(state).toList()) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.readFloat();
                }
            }
            Rate rate = state.trainer().phase().rate();
            if (rate != null) {
                rate.lengths().measure();
            }
            return epochsDone;
        });
    }

    private static void write(PhaseOutcome outcome, DataOutputStream out) throws IOException {
        out.writeUTF(outcome.name());
        out.writeInt(outcome.epochs());
        out.writeInt(outcome.bestEpoch());
        write(outcome.validation(), out);
        out.writeBoolean(outcome.undone());
        out.writeBoolean(outcome.finite());
    }

    private static void write(Validation validation, DataOutputStream out) throws IOException {
        out.writeInt(validation.images());
        out.writeInt(validation.exitCorrect());
        out.writeInt(validation.tailCorrect());
        out.writeDouble(validation.exitLoss());
        out.writeDouble(validation.tailLoss());
        out.writeDouble(validation.bits());
        out.writeDouble(validation.objective());
        out.writeDouble(validation.standardError());
    }

    private static List<PhaseOutcome> outcomes(DataInputStream in, int phases) throws IOException {
        List<PhaseOutcome> outcomes = new ArrayList<>();
        for (int phase = 0; phase < phases; phase++) {
            outcomes.add(new PhaseOutcome(
                    in.readUTF(), in.readInt(), in.readInt(), validation(in), in.readBoolean(), in.readBoolean()));
        }
        return outcomes;
    }

    private static Validation validation(DataInputStream in) throws IOException {
        return new Validation(
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble());
    }

    /** Takes something from a file that is sound, and of this training. */
    private <T> T read(Content<T> content) {
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
            if (!found.equals(description)) {
                throw new IllegalArgumentException(
                        "%s is of another training; it was made with: %s".formatted(file, found));
            }
            return content.read(in);
        } catch (EOFException e) {
            throw new IllegalArgumentException(file + " is cut short", e);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    private interface Content<T> {

        /** @param in behind the description */
        T read(DataInputStream in) throws IOException;
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return checksum.getValue();
    }

    private static Stream<float[]> numbers(PhaseState state) {
        return Stream.of(trained(state.trainer()), state.best().numbers().stream(), state.before().numbers().stream())
                .flatMap(numbers -> numbers);
    }

    private static Stream<float[]> trained(Trainer trainer) {
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
