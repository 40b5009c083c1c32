package io.sparsesplit.trainer.competitors;

import io.sparsesplit.model.codec.RangeDecoder;
import io.sparsesplit.model.codec.RangeEncoder;

/** Pixels of a few levels, perhaps fewer pixels, range-coded one after the other under the tables of a {@link ContextTree}. */
final class PixelCodec implements PictureCodec {

    private final int width;
    private final int height;
    private final int shrink;
    private final GreyLevels levels;
    private final ContextTree tree;

    /**
     * A codec for pictures like some others: its levels and its tables come from them.
     *
     * @param width of the pictures, a multiple of {@code shrink}
     * @param height of the pictures, a multiple of {@code shrink}
     * @param shrink so many times as many pixels, each way, become one: their average
     * @param count of levels, 2 or more
     */
    PixelCodec(byte[][] pictures, int width, int height, int shrink, int count) {
        this.width = width / shrink;
        this.height = height / shrink;
        this.shrink = shrink;
        byte[][] learned = new byte[pictures.length][];
        for (int i = 0; i < learned.length; i++) {
            learned[i] = averages(pictures[i]);
        }
        levels = GreyLevels.of(learned, count);
        for (int i = 0; i < learned.length; i++) {
            learned[i] = levels.levels(learned[i]);
        }
        // About as many bits of neighbours, however many levels: before the position, and in all.
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
        tree = ContextTree.of(learned, new PixelContext(this.width, this.height, count, 12 + 6 / bits, 2 + 4 / bits));
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public byte[] encode(byte[] picture) {
        byte[] pixels = levels.levels(averages(picture));
        RangeEncoder encoder = new RangeEncoder();
        for (int i = 0; i < pixels.length; i++) {
            tree.table(pixels, i).encode(encoder, pixels[i]);
        }
        return encoder.toBytes();
    }

    @Override
    public byte[] decode(byte[] message) {
        byte[] pixels = new byte[height * width];
        RangeDecoder decoder = new RangeDecoder(message);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) tree.table(pixels, i).decode(decoder);
        }
        return levels.picture(pixels);
    }

    @Override
    public byte[] seen(byte[] picture) {
        return levels.picture(levels.levels(averages(picture)));
    }

    @Override
    public double idealBits(byte[] picture, byte[] message) {
        byte[] pixels = levels.levels(averages(picture));
        double bits = 0;
        for (int i = 0; i < pixels.length; i++) {
            bits += tree.table(pixels, i).bits(pixels[i]);
        }
        return bits;
    }

    private byte[] averages(byte[] picture) {
        int area = shrink * shrink;
        byte[] averages = new byte[height * width];
        for (int i = 0; i < averages.length; i++) {
            int first = i / width * shrink * width * shrink + i % width * shrink;
            int sum = area / 2;
            for (int k = 0; k < area; k++) {
                sum += Byte.toUnsignedInt(picture[first + k / shrink * width * shrink + k % shrink]);
            }
            averages[i] = (byte) (sum / area);
        }
        return averages;
    }
}
