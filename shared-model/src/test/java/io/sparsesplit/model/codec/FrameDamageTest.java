package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the network makes of a body, it is refused with the one exception that the cloud answers with 400. */
class FrameDamageTest {

    private static final List<Codec> CODECS = List.of(Codec.values());

    /** Of one to four frames, of all codecs. */
    private static final List<byte[]> BODIES = bodies(new Random(1), 200);

    @Test
    void everySingleBitFlipIsRefused() {
        for (byte[] body : BODIES) {
            for (int bit = 0; bit < body.length * 8; bit++) {
                assertRefused("bit", bit, flipped(body, bit, 1));
            }
        }
    }

    @Test
    void everyTruncationIsRefusedAlsoBetweenFrames() {
        for (byte[] body : BODIES) {
            for (int length = 0; length < body.length; length++) {
                assertRefused("length", length, Arrays.copyOf(body, length));
            }
        }
    }

    @Test
    void burstsOfUpTo32BitsAreRefused() {
        Random random = new Random(3);
        for (byte[] body : BODIES) {
            for (int i = 0; i < 100; i++) {
                int burst = random.nextInt() | 1;
                int bit = random.nextInt(body.length * 8 - 32);
                assertRefused("burst", bit, flipped(body, bit, Integer.toUnsignedLong(burst)));
            }
        }
    }

    @Test
    void bytesBehindTheEndAreRefused() {
        for (byte[] body : BODIES) {
            for (int more = 1; more <= 8; more++) {
                assertRefused("more", more, Arrays.copyOf(body, body.length + more));
            }
        }
    }

    @Test
    void aBodyOfAnotherModelIsRefused() {
        for (byte[] body : BODIES) {
            for (SealedFrame frame : SealedFrame.readAll(body, 9)) {
                assertThat(frame.isOf(FrameTest.FINGERPRINT)).isTrue();
                assertThat(frame.isOf(FrameTest.ALIKE)).isFalse();
            }
        }
    }

    @Test
    void garbageIsRefused() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            if (garbage.length > 3 && i % 2 == 0) {
                // Past version and model.
                garbage[0] = (byte) ((garbage[0] & 0x1F) | 0x40);
                garbage[1] = FrameTest.FINGERPRINT[0];
                garbage[2] = FrameTest.FINGERPRINT[1];
            }
            assertRefused("garbage", i, garbage);
        }
    }

    @Test
    void damageInSeveralPlacesIsRefused() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = BODIES.get(random.nextInt(BODIES.size()));
            byte[] damaged = Arrays.copyOf(body, body.length + random.nextInt(3));
            for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            if (!Arrays.equals(body, damaged)) {
                assertRefused("damage", i, damaged);
            }
        }
    }

    private static List<byte[]> bodies(Random random, int count) {
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Frame> frames = new ArrayList<>();
            for (int f = 0; f < 1 + i % 4; f++) {
                byte[] payload = new byte[i % 50 == 0 ? 200 : random.nextInt(12)];
                random.nextBytes(payload);
                Codec codec = CODECS.get(random.nextInt(CODECS.size()));
                frames.add(new Frame(codec, FrameTest.FINGERPRINT, payload));
            }
            bodies.add(Frame.toBytes(frames));
        }
        return bodies;
    }

    /** Some bits turned, from one on: each byte's bit 0 comes first, as in the checksum. */
    private static byte[] flipped(byte[] body, int bit, long pattern) {
        byte[] damaged = body.clone();
        long shifted = pattern << (bit % 8);
        for (int i = bit / 8; shifted != 0; i++, shifted >>>= 8) {
            damaged[i] ^= (byte) shifted;
        }
        return damaged;
    }

    private static void assertRefused(String what, int which, byte[] body) {
        int offset;
        try {
            FrameTest.open(body);
            throw new AssertionError(what + " " + which + " was read");
        } catch (MalformedFrameException e) {
            offset = e.offset();
        }
        if (offset < 0 || offset > body.length) {
            throw new AssertionError(what + " " + which + " is said to lie at " + offset);
        }
    }
}
