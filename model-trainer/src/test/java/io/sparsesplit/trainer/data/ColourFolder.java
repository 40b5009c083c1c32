package io.sparsesplit.trainer.data;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Folders of colour JPEGs, 32 x 32 pixels, of ten classes: five shapes in two families of colours. Place, size, turn, shade and
 * ground vary, and all pixels are noisy: neither colour nor any one pixel tells the class.
 */
public final class ColourFolder {

    public static final List<String> CLASSES = List.of(
            "cold-bar",
            "cold-cross",
            "cold-disc",
            "cold-ring",
            "cold-wedge",
            "warm-bar",
            "warm-cross",
            "warm-disc",
            "warm-ring",
            "warm-wedge");

    private static final int SIDE = 32;

    private ColourFolder() {}

    /** Writes a folder for each class below another, with so many images each. */
    public static void write(Path folder, int imagesPerClass, long seed) throws IOException {
        Random random = new Random(seed);
        for (String name : CLASSES) {
            Files.createDirectories(folder.resolve(name));
            for (int i = 0; i < imagesPerClass; i++) {
                Files.write(folder.resolve(name).resolve("%04d.jpg".formatted(i)), file(image(name, random), "jpeg"));
            }
        }
    }

    /** An image of a class. */
    public static BufferedImage image(String name, Random random) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.getHSBColor(random.nextFloat(), 0.25f, 0.2f + 0.4f * random.nextFloat()));
        graphics.fillRect(0, 0, SIDE, SIDE);
        float hue = (name.startsWith("warm") ? 0.0f : 0.5f) + 0.17f * random.nextFloat();
        graphics.setColor(Color.getHSBColor(hue, 0.6f + 0.4f * random.nextFloat(), 0.6f + 0.4f * random.nextFloat()));
        graphics.translate(SIDE / 2.0 + spread(random, 4), SIDE / 2.0 + spread(random, 4));
        graphics.rotate(spread(random, 0.3));
        double size = 9 + spread(random, 2);
        graphics.scale(size, size);
        graphics.fill(shape(name.substring(name.indexOf('-') + 1)));
        graphics.dispose();
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    int sample = image.getRaster().getSample(x, y, channel) + (int) (18 * random.nextGaussian());
                    image.getRaster().setSample(x, y, channel, Math.max(0, Math.min(255, sample)));
                }
            }
        }
        return image;
    }

    static byte[] file(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, file)) {
            throw new IOException("there is no writer for " + format);
        }
        return file.toByteArray();
    }

    /** Within -1 to 1 each way. */
    private static Shape shape(String name) {
        return switch (name) {
            case "bar" -> new Rectangle2D.Double(-0.35, -1, 0.7, 2);
            case "cross" -> cross();
            case "disc" -> new Ellipse2D.Double(-0.9, -0.9, 1.8, 1.8);
            case "ring" -> new BasicStroke(0.4f).createStrokedShape(new Ellipse2D.Double(-0.8, -0.8, 1.6, 1.6));
            case "wedge" -> wedge();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Shape cross() {
        Path2D cross = new Path2D.Double(Path2D.WIND_NON_ZERO);
        Rectangle2D arm = new Rectangle2D.Double(-0.2, -1, 0.4, 2);
        cross.append(AffineTransform.getRotateInstance(Math.PI / 4).createTransformedShape(arm), false);
        cross.append(AffineTransform.getRotateInstance(-Math.PI / 4).createTransformedShape(arm), false);
        return cross;
    }

    private static Shape wedge() {
        Path2D wedge = new Path2D.Double();
        wedge.moveTo(0, -1);
        wedge.lineTo(1, 0.8);
        wedge.lineTo(-1, 0.8);
        wedge.closePath();
        return wedge;
    }

    private static double spread(Random random, double most) {
        return most * (2 * random.nextDouble() - 1);
    }
}
