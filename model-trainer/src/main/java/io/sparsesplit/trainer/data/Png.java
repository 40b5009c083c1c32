package io.sparsesplit.trainer.data;

import io.sparsesplit.model.image.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Writes pictures as PNG files, 8 bits per sample. */
public final class Png {

    static {
        ImageIO.setUseCache(false); // no temporary files
    }

    private Png() {}

    /** The bytes of the file. */
    public static byte[] encode(Picture picture) {
        BufferedImage image = new BufferedImage(
                picture.width(),
                picture.height(),
                picture.channels() == Picture.GREY ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        for (int channel = 0; channel < picture.channels(); channel++) {
            for (int y = 0; y < picture.height(); y++) {
                for (int x = 0; x < picture.width(); x++) {
                    image.getRaster().setSample(x, y, channel, picture.at(channel, x, y));
                }
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", file);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return file.toByteArray();
    }
}
