package io.sparsesplit.trainer.data;

import io.sparsesplit.model.image.GreyImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Writes grey images as PNG files, 8 bits per pixel. */
public final class Png {

    static {
        ImageIO.setUseCache(false); // no temporary files
    }

    private Png() {}

    /** The bytes of the file. */
    public static byte[] encode(GreyImage image) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                picture.getRaster().setSample(x, y, 0, image.at(x, y));
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", file);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return file.toByteArray();
    }
}
