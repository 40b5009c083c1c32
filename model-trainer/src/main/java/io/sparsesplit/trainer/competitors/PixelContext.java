package io.sparsesplit.trainer.competitors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a decoder knows of a pixel before it reads it, as a list of questions with numbered answers: the pixels around it that
 * come before it, the nearest first, as in JBIG's templates; and between them, where it lies.
 */
final class PixelContext {

    private static final int REACH = 5;
    /** Of the cells that positions are told apart by, in pixels. */
    private static final int CELL = 2;

    private final int width;
    private final int height;
    private final int levels;
    private final int nearest;
    private final List<Offset> offsets;

    private record Offset(int x, int y) {

        int squaredDistance() {
            return x * x + y * y;
        }
    }

    /**
     * A context for pictures of a size.
     *
     * @param levels that a pixel may have
     * @param neighbours how many pixels are asked for
     * @param nearest how many of them before the position
     */
    PixelContext(int width, int height, int levels, int neighbours, int nearest) {
        this.width = width;
        this.height = height;
        this.levels = levels;
        this.nearest = nearest;
        List<Offset> before = new ArrayList<>();
        for (int y = -REACH; y <= 0; y++) {
            for (int x = -REACH; x <= (y < 0 ? REACH : -1); x++) {
                before.add(new Offset(x, y));
            }
        }
        before.sort(Comparator.comparingInt(Offset::squaredDistance)
                .thenComparingInt(Offset::y)
                .thenComparingInt(Offset::x));
        this.offsets = List.copyOf(before.subList(0, neighbours));
    }

    int pixels() {
        return width * height;
    }

    int levels() {
        return levels;
    }

    int questions() {
        return offsets.size() + 1;
    }

    /** How many answers a question may have. */
    int answers(int question) {
        return question == nearest ? cells(width) * cells(height) : levels;
    }

    /**
     * The answer to a question about a pixel. What lies outside the picture is dark.
     *
     * @param picture the levels of its pixels; of those from {@code pixel} on, none is looked at
     */
    int answer(int question, byte[] picture, int pixel) {
        int x = pixel % width;
        int y = pixel / width;
        if (question == nearest) {
            return y / CELL * cells(width) + x / CELL;
        }
        Offset offset = offsets.get(question < nearest ? question : question - 1);
        int column = x + offset.x();
        int row = y + offset.y();
        return column < 0 || column >= width || row < 0 ? 0 : picture[row * width + column];
    }

    private static int cells(int side) {
        return (side + CELL - 1) / CELL;
    }
}
