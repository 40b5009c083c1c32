package io.sparsesplit.model.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the network makes of a body, it is refused with the one exception that the cloud answers with 400. */
class FrameDamageTest {

    private static final List<byte[]> BODIES = List.of(
            FrameTest.frame(0),
            FrameTest.frame(1),
            FrameTest.frame(40),
            FrameTest.frame(256),
            FrameTest.frame(1000),
            FrameTest.concatenated(FrameTest.frame(0), FrameTest.frame(40), FrameTest.frame(3)),
            FrameTest.concatenated(FrameTest.frame(40), FrameTest.frame(40), FrameTest.frame(40)),
            new Frame(Codec.FLOAT32, new byte[8], new byte[160]).toBytes());

    @Test
    void everySingleBitFlipIsRefused() {
        for (byte[] body : BODIES) {
            for (int bit = 0; bit < body.length * 8; bit++) {
                byte[] damaged = body.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                assertRefused("bit " + bit, damaged);
            }
        }
    }

    @Test
    void everyTruncationIsRefusedExceptBetweenFrames() {
        for (byte[] body : BODIES) {
            for (int length = 0; length < body.length; length++) {
                if (!isBoundary(body, length)) {
                    assertRefused("length " + length, Arrays.copyOf(body, length));
                }
            }
        }
    }

    @Test
    void garbageIsRefused() {
        Random random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            if (garbage.length > 11 && i % 2 == 0) {
                // Past the version and the length check.
                garbage[0] = Frame.VERSION;
                garbage[10] = (byte) Math.max(0, garbage.length - Frame.OVERHEAD_BYTES);
                garbage[11] = 0;
            }
            assertRefused("garbage " + i, garbage);
        }
    }

    @Test
    void damageInSeveralPlacesIsRefused() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = BODIES.get(random.nextInt(BODIES.size())).clone();
            byte[] damaged = Arrays.copyOf(body, body.length + random.nextInt(3));
            for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            if (!Arrays.equals(body, damaged)) {
                assertRefused("damage " + i, damaged);
            }
        }
    }

    private static boolean isBoundary(byte[] body, int length) {
        int end = 0;
        for (Frame frame : Frame.readAll(body, 9)) {
            end += frame.payload().length + Frame.OVERHEAD_BYTES;
            if (end == length) {
                return true;
            }
        }
        return false;
    }

    private static void assertRefused(String what, byte[] body) {
        int offset;
        try {
            Frame.readAll(body, 9);
            throw new AssertionError(what + " was read");
        } catch (MalformedFrameException e) {
            offset = e.offset();
        }
        assertThat(offset).as(what).isBetween(0, body.length);
    }
}
