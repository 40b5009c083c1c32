package io.sparsesplit.benchmarks;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.codec.MalformedFrameException;
import io.sparsesplit.trainer.progress.Progress;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import me.tongfei.progressbar.ProgressBar;

/**
 * {@link RandomFeatures} through a model's entropy codec, in a file. What a payload must decode to is not asked of the entropy
 * codec but of the packed one, which knows the levels and nothing else.
 *
 * <p>The file, numbers most significant byte first:
 *
 * <pre>
 * int32   0x53504356, "SPCV"
 * byte[]  the model's fingerprint, 32 bytes
 * int64   seed of the features
 * int32   number of vectors, 1 or more
 * then for each: uint16 length of its payload, and the payload
 * byte[]  SHA-256 of what they stand for, 32 bytes: for each vector its exit's class as an int32, and the bits of its values
 * </pre>
 */
final class CodedVectorFile {

    private static final int MAGIC = 0x53504356;
    private static final int SHA256_BYTES = 32;

    private final byte[] fingerprint;
    private final FeatureCodecs codecs;
    private final FeatureCodec entropy;
    private final FeatureCodec packed;

    /**
     * Files of a model's vectors.
     *
     * @param fingerprint of the model
     * @param codecs of the model
     * @throws IllegalArgumentException when the model has no prior
     */
    CodedVectorFile(byte[] fingerprint, FeatureCodecs codecs) {
        this.fingerprint = fingerprint;
        this.codecs = codecs;
        entropy = codecs.of(Codec.ENTROPY)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The model has no prior, only the codecs %s: name one trained with --codec entropy."
                                .formatted(codecs.names())));
        packed = codecs.of(Codec.PACKED).orElseThrow();
    }

    /**
     * What a file holds.
     *
     * @param vectors how many
     * @param payloadBytes of them all
     * @param decodedAlike vectors that decode to what they stand for
     * @param codedAlike vectors whose features have the very same payload here
     * @param payloads SHA-256 of all payloads, in hexadecimal digits
     * @param values SHA-256 of what they stand for, in hexadecimal digits
     * @param asWritten whether that is the one in the file
     */
    record Content(
            int vectors,
            long payloadBytes,
            int decodedAlike,
            int codedAlike,
            String payloads,
            String values,
            boolean asWritten) {

        boolean allAlike() {
            return asWritten && decodedAlike == vectors && codedAlike == vectors;
        }
    }

    /**
     * Codes vectors.
     *
     * @param vectors 1 or more
     * @param seed of the features
     */
    void write(Path file, int vectors, long seed) throws IOException {
        if (vectors < 1) {
            throw new IllegalArgumentException("There must be 1 vector or more, not %d.".formatted(vectors));
        }
        RandomFeatures random = random(seed);
        MessageDigest values = sha256();
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
                ProgressBar bar = bar("write", vectors)) {
            out.writeInt(MAGIC);
            out.write(fingerprint);
            out.writeLong(seed);
            out.writeInt(vectors);
            for (int i = 0; i < vectors; i++) {
                Features features = random.next();
                byte[] payload = entropy.encode(features);
                out.writeShort(payload.length);
                out.write(payload);
                values.update(expected(features));
                bar.step();
            }
            out.write(values.digest());
        }
    }

    /**
     * Decodes the vectors of a file, and codes the same features again.
     *
     * @throws IllegalArgumentException when it is no such file, or one of another model
     */
    Content check(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException("%s holds no coded vectors: make it with 'write'.".formatted(file));
            }
            byte[] written = new byte[fingerprint.length];
            in.readFully(written);
            if (!Arrays.equals(written, fingerprint)) {
                throw new IllegalArgumentException(
                        "The vectors in %s are of another model: name the one they were written with.".formatted(file));
            }
            return check(in, random(in.readLong()), in.readInt());
        } catch (EOFException e) {
            throw new IllegalArgumentException("%s ends too early: write it again.".formatted(file), e);
        }
    }

    private Content check(DataInputStream in, RandomFeatures random, int vectors) throws IOException {
        MessageDigest payloads = sha256();
        MessageDigest values = sha256();
        long payloadBytes = 0;
        int decodedAlike = 0;
        int codedAlike = 0;
        try (ProgressBar bar = bar("check", vectors)) {
            for (int i = 0; i < vectors; i++) {
                byte[] payload = new byte[in.readUnsignedShort()];
                in.readFully(payload);
                payloadBytes += payload.length;
                payloads.update(payload);
                Features features = random.next();
                byte[] decoded = decoded(payload);
                values.update(decoded);
                decodedAlike += Arrays.equals(decoded, expected(features)) ? 1 : 0;
                codedAlike += Arrays.equals(payload, entropy.encode(features)) ? 1 : 0;
                bar.step();
            }
        }
        byte[] written = new byte[SHA256_BYTES];
        in.readFully(written);
        byte[] found = values.digest();
        return new Content(
                vectors,
                payloadBytes,
                decodedAlike,
                codedAlike,
                HexFormat.of().formatHex(payloads.digest()),
                HexFormat.of().formatHex(found),
                Arrays.equals(written, found));
    }

    private RandomFeatures random(long seed) {
        return new RandomFeatures(
                codecs.quantizer().orElseThrow(), codecs.prior().orElseThrow(), seed);
    }

    private byte[] expected(Features features) {
        return bits(packed.decode(packed.encode(features)));
    }

    /** Nothing where the payload is refused. */
    private byte[] decoded(byte[] payload) {
        try {
            return bits(entropy.decode(payload));
        } catch (MalformedFrameException e) {
            return new byte[0];
        }
    }

    private static byte[] bits(Features features) {
        ByteBuffer bits = ByteBuffer.allocate(Integer.BYTES + features.values().length * Float.BYTES);
        bits.putInt(features.exitClass());
        for (float value : features.values()) {
            bits.putInt(Float.floatToRawIntBits(value));
        }
        return bits.array();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static ProgressBar bar(String task, int vectors) {
        return Progress.bar(task).setInitialMax(vectors).setUnit(" vectors", 1).build();
    }
}
