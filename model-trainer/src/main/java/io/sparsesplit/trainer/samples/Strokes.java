package io.sparsesplit.trainer.samples;

import java.awt.geom.Path2D;
import java.util.List;
import java.util.Scanner;

/**
 * How a hand writes the ten digits: the path of its pen, on a sheet about 100 wide and 140 high with y pointing down. In the
 * path {@code M x y} sets the pen down, {@code L x y} draws a line, and {@code C x1 y1 x2 y2 x y} a cubic Bézier curve.
 */
final class Strokes {

    private static final List<String> PEN = List.of(
            "M 62 6 C 28 0 10 36 12 76 C 14 118 34 138 56 132 C 84 124 92 92 88 58 C 85 28 74 10 54 8",
            "M 60 4 C 56 40 48 92 42 136",
            "M 16 34 C 18 8 50 -4 70 12 C 92 32 66 74 44 98 C 34 109 22 120 14 128 C 38 120 66 124 94 126",
            "M 16 20 C 38 0 76 2 78 28 C 80 52 56 62 38 64 C 66 62 88 74 86 98 C 82 130 38 140 14 118",
            "M 26 8 C 22 30 16 52 12 72 C 34 74 62 72 92 66 M 78 10 C 74 50 68 94 62 136",
            "M 84 8 C 64 12 48 12 32 10 C 28 28 24 42 22 58 C 48 46 84 56 84 90 C 84 128 38 142 14 120",
            "M 66 4 C 38 24 14 62 14 96 C 14 128 44 140 66 126 C 88 110 84 76 60 72 C 40 70 22 84 16 102",
            "M 12 18 C 38 16 62 14 88 10 C 74 48 54 92 42 136",
            "M 80 24 C 66 -2 18 4 22 34 C 26 62 84 72 82 104 C 80 138 22 140 22 106 C 22 76 78 58 80 24",
            "M 80 34 C 70 2 20 8 18 42 C 18 72 66 74 80 36 C 80 70 74 102 66 136");

    private Strokes() {}

    /** The path of the pen for a digit, 0 to 9. */
    static Path2D of(int digit) {
        Path2D path = new Path2D.Double();
        Scanner pen = new Scanner(PEN.get(digit));
        while (pen.hasNext()) {
            switch (pen.next()) {
                case "M" -> path.moveTo(pen.nextInt(), pen.nextInt());
                case "L" -> path.lineTo(pen.nextInt(), pen.nextInt());
                default ->
                    path.curveTo(
                            pen.nextInt(), pen.nextInt(), pen.nextInt(), pen.nextInt(), pen.nextInt(), pen.nextInt());
            }
        }
        return path;
    }
}
