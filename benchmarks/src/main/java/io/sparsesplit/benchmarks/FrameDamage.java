package io.sparsesplit.benchmarks;

import io.sparsesplit.model.artifact.ArtifactException;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.codec.FrequencyTable;
import io.sparsesplit.model.codec.MalformedFrameException;
import io.sparsesplit.model.codec.Prior;
import io.sparsesplit.model.codec.Quantizer;
import io.sparsesplit.model.codec.SealedFrame;
import io.sparsesplit.trainer.data.DataException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Damages frames in every way that a network may, and prints a Markdown table of how many of these a cloud would have taken:
 * every bit of every body turned, every shorter length, bursts of up to 32 bits from every bit on; and each body undamaged, but
 * shown to other models whose fingerprints begin alike. Bodies are of one frame or, every other one, of two to four.
 */
@Command(
        name = "FrameDamage",
        mixinStandardHelpOptions = true,
        description = "Damages 10,000 frames or more in every way that a network may, and ends with 1 if one is taken.")
final class FrameDamage implements Callable<Integer> {

    private static final int FRAMES = 10_000;
    private static final int FEATURES = 40;
    private static final int CLASSES = 10;
    private static final int LEVELS = 8;
    private static final int MAX_FRAMES = 4;
    private static final int BURSTS_PER_BIT = 4;
    private static final int OTHER_MODELS = 100;

    private final Random random = new Random(1);

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            defaultValue = Option.NULL_VALUE,
            description = {
                "Folder of a model's version, whose features of test images the frames carry.",
                "Default: features at random, 40 of 8 levels."
            })
    private @Nullable Path model;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = Option.NULL_VALUE,
            description = "The data set of the test images. Default: MNIST where 'sparsesplit download mnist' puts it.")
    private @Nullable Path data;

    private byte[] fingerprint = new byte[32];
    private FeatureCodecs codecs;
    private Supplier<Features> features = this::atRandom;

    FrameDamage() {
        random.nextBytes(fingerprint);
        float[] low = new float[FEATURES];
        float[] high = new float[FEATURES];
        Arrays.fill(high, LEVELS - 1);
        codecs = new FeatureCodecs(Codec.ENTROPY, FEATURES, CLASSES, Quantizer.over(low, high, LEVELS), prior());
    }

    /**
     * What became of the frames of one codec.
     *
     * @param bodies they travelled in
     * @param payloadBytes of all frames
     * @param taken of all that was tried: none, if all is well
     */
    record Outcome(
            Codec codec,
            int frames,
            int bodies,
            long payloadBytes,
            long flips,
            long truncations,
            long bursts,
            long otherModels,
            long taken) {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new FrameDamage()).execute(args));
    }

    @Override
    public Integer call() {
        try {
            if (model != null) {
                SentFeatures sent = SentFeatures.of(model, data);
                fingerprint = sent.edge().fingerprint().toBytes();
                codecs = sent.edge().codecs();
                features =
                        () -> sent.features().get(random.nextInt(sent.features().size()));
            }
            List<Outcome> outcomes = run(FRAMES);
            print(outcomes, command.commandLine().getOut());
            return outcomes.stream().allMatch(outcome -> outcome.taken() == 0)
                    ? CommandLine.ExitCode.OK
                    : CommandLine.ExitCode.SOFTWARE;
        } catch (IllegalArgumentException | DataException | ArtifactException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    /**
     * Tries all codecs.
     *
     * @param frames at least, in all
     */
    List<Outcome> run(int frames) {
        int perCodec = (frames + codecs.all().size() - 1) / codecs.all().size();
        return codecs.all().stream().map(codec -> run(codec, perCodec)).toList();
    }

    private Outcome run(FeatureCodec codec, int least) {
        int frames = 0;
        int bodies = 0;
        long payloadBytes = 0;
        long flips = 0;
        long truncations = 0;
        long bursts = 0;
        long otherModels = 0;
        long taken = 0;
        while (frames < least) {
            List<Frame> content = frames(codec, bodies % 2 == 0 ? 1 : 2 + random.nextInt(MAX_FRAMES - 1));
            byte[] body = Frame.toBytes(content);
            if (!isTaken(body, fingerprint)) {
                throw new IllegalStateException("an undamaged body was refused");
            }
            for (int bit = 0; bit < body.length * Byte.SIZE; bit++) {
                flips++;
                taken += isTaken(damaged(body, bit, 1), fingerprint) ? 1 : 0;
                for (int i = 0; i < BURSTS_PER_BIT && bit <= (body.length - Integer.BYTES) * Byte.SIZE; i++) {
                    bursts++;
                    taken += isTaken(damaged(body, bit, burst()), fingerprint) ? 1 : 0;
                }
            }
            for (int length = 0; length < body.length; length++) {
                truncations++;
                taken += isTaken(Arrays.copyOf(body, length), fingerprint) ? 1 : 0;
            }
            for (int i = 0; i < OTHER_MODELS; i++) {
                otherModels++;
                taken += isTaken(body, alike()) ? 1 : 0;
            }
            bodies++;
            frames += content.size();
            payloadBytes +=
                    content.stream().mapToLong(frame -> frame.payload().length).sum();
        }
        return new Outcome(codec.codec(), frames, bodies, payloadBytes, flips, truncations, bursts, otherModels, taken);
    }

    private List<Frame> frames(FeatureCodec codec, int count) {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(new Frame(codec.codec(), fingerprint, codec.encode(features.get())));
        }
        return frames;
    }

    /** Mostly low, as behind a rectifier. */
    private Features atRandom() {
        float[] values = new float[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            values[i] = (float) Math.min(LEVELS - 1, Math.max(0, 2 * random.nextGaussian() - 1));
        }
        return new Features(values, random.nextInt(CLASSES));
    }

    /** The same for all classes: half as many of each level as of the one below. */
    private static Prior prior() {
        double[] falling = new double[LEVELS];
        for (int level = 0; level < LEVELS; level++) {
            falling[level] = Math.scalb(1.0, -level);
        }
        double[] even = new double[CLASSES];
        Arrays.fill(even, 1);
        List<FrequencyTable> channels = Collections.nCopies(FEATURES, FrequencyTable.of(falling));
        return new Prior(FrequencyTable.of(even), Collections.nCopies(CLASSES, channels));
    }

    /** Of 2 to 32 bits, the first and the last of them turned. */
    private long burst() {
        int length = 2 + random.nextInt(Integer.SIZE - 1);
        long between = Integer.toUnsignedLong(random.nextInt()) & ((1L << (length - 1)) - 1);
        return (1L << (length - 1)) | between | 1;
    }

    /** Some bits turned, from one on: each byte's bit 0 comes first, as in the checksum. */
    private static byte[] damaged(byte[] body, int bit, long pattern) {
        byte[] damaged = body.clone();
        long shifted = pattern << (bit % Byte.SIZE);
        for (int i = bit / Byte.SIZE; shifted != 0; i++, shifted >>>= Byte.SIZE) {
            damaged[i] ^= (byte) shifted;
        }
        return damaged;
    }

    /** Of another model, beginning like that of the frames'. */
    private byte[] alike() {
        byte[] other = new byte[fingerprint.length];
        random.nextBytes(other);
        System.arraycopy(fingerprint, 0, other, 0, Frame.PREFIX_BYTES);
        return other;
    }

    /** Whether every frame of a body would be opened by the model of a fingerprint. */
    private static boolean isTaken(byte[] body, byte[] model) {
        try {
            SealedFrame.readAll(body, MAX_FRAMES).forEach(frame -> frame.open(model));
            return true;
        } catch (MalformedFrameException e) {
            return false;
        }
    }

    private static void print(List<Outcome> outcomes, PrintWriter out) {
        out.println(
                "| codec | frames | bodies | mean payload, bytes | bits turned | cut short | bursts | other models | taken |");
        out.println("|---|---|---|---|---|---|---|---|---|");
        outcomes.forEach(outcome -> out.printf(
                Locale.ROOT,
                "| %s | %,d | %,d | %.1f | %,d | %,d | %,d | %,d | %,d |%n",
                outcome.codec(),
                outcome.frames(),
                outcome.bodies(),
                (double) outcome.payloadBytes() / outcome.frames(),
                outcome.flips(),
                outcome.truncations(),
                outcome.bursts(),
                outcome.otherModels(),
                outcome.taken()));
        out.printf(
                Locale.ROOT,
                "%n%,d frames: %,d bits turned, %,d cut short, %,d bursts, %,d other models; %,d taken%n",
                sum(outcomes, Outcome::frames),
                sum(outcomes, Outcome::flips),
                sum(outcomes, Outcome::truncations),
                sum(outcomes, Outcome::bursts),
                sum(outcomes, Outcome::otherModels),
                sum(outcomes, Outcome::taken));
        out.flush();
    }

    private static long sum(List<Outcome> outcomes, ToLongFunction<Outcome> count) {
        return outcomes.stream().mapToLong(count).sum();
    }
}
