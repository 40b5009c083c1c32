package io.sparsesplit.trainer.samples;

import io.sparsesplit.model.image.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * Draws digits the way MNIST shows them: white on black, 28 x 28 pixels, as large as fits a box of 20 x 20, with the centre of
 * mass in the middle. The seed varies slant, turn, width and pressure; the same seed draws the same pixels.
 */
public final class Handwriting {

    private static final int SIDE = 28;
    private static final double BOX = 20;

    /** Drawn so much larger, then averaged. */
    private static final int OVERSAMPLING = 16;

    private final long seed;

    public Handwriting(long seed) {
        this.seed = seed;
    }

    /** A picture of a digit, 0 to 9. */
    public Picture write(int digit) {
        SplittableRandom random = new SplittableRandom(seed * 10 + digit);
        double pen = vary(random, 2.4, 0.3);
        AffineTransform hand = AffineTransform.getRotateInstance(vary(random, 0.02, 0.1));
        hand.shear(vary(random, -0.12, 0.14), 0);
        hand.scale(vary(random, 1.08, 0.12), 1);
        Shape path = fitted(polyline(hand.createTransformedShape(Strokes.of(digit))), BOX - pen);

        int[] coarse = averaged(drawn(path, pen, 0, 0));
        double[] centre = centreOfMass(coarse);
        double middle = (SIDE - 1) / 2.0;
        int[] fine = averaged(drawn(path, pen, middle - centre[0], middle - centre[1]));
        byte[] samples = new byte[fine.length];
        for (int i = 0; i < fine.length; i++) {
            samples[i] = (byte) fine[i];
        }
        return new Picture(SIDE, SIDE, Picture.GREY, samples);
    }

    private static double vary(SplittableRandom random, double mean, double spread) {
        return mean + spread * (2 * random.nextDouble() - 1);
    }

    /** The bounds of a polyline are the same in all JDKs, those of a curve became tighter at some point. */
    private static Shape polyline(Shape curves) {
        Path2D lines = new Path2D.Double();
        lines.append(curves.getPathIterator(null, 0.1), false);
        return lines;
    }

    /** Scaled to a box, and in the middle of the picture. */
    private static Shape fitted(Shape path, double box) {
        Rectangle2D bounds = path.getBounds2D();
        double scale = box / Math.max(bounds.getWidth(), bounds.getHeight());
        AffineTransform fit = AffineTransform.getTranslateInstance(SIDE / 2.0, SIDE / 2.0);
        fit.scale(scale, scale);
        fit.translate(-bounds.getCenterX(), -bounds.getCenterY());
        return fit.createTransformedShape(path);
    }

    private static BufferedImage drawn(Shape path, double pen, double right, double down) {
        int side = SIDE * OVERSAMPLING;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.scale(OVERSAMPLING, OVERSAMPLING);
        graphics.translate(right, down);
        graphics.setStroke(new BasicStroke((float) pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(path);
        graphics.dispose();
        return image;
    }

    private static int[] averaged(BufferedImage large) {
        int[] sums = new int[SIDE * SIDE];
        int[] samples = large.getRaster().getSamples(0, 0, large.getWidth(), large.getHeight(), 0, (int[]) null);
        for (int i = 0; i < samples.length; i++) {
            int x = i % large.getWidth() / OVERSAMPLING;
            int y = i / large.getWidth() / OVERSAMPLING;
            sums[y * SIDE + x] += samples[i];
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= OVERSAMPLING * OVERSAMPLING;
        }
        return sums;
    }

    private static double[] centreOfMass(int[] pixels) {
        double mass = 0;
        double x = 0;
        double y = 0;
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int pixel = pixels[row * SIDE + column];
                mass += pixel;
                x += pixel * column;
                y += pixel * row;
            }
        }
        return new double[] {x / mass, y / mass};
    }
}
