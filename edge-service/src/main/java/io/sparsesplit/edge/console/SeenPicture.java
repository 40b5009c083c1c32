package io.sparsesplit.edge.console;

import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What a network sees of an image: the picture that preprocessing makes, as a PNG file. */
final class SeenPicture {

    private static final int OPAQUE = 0xff << 24;

    private SeenPicture() {}

    /**
     * Decodes and fits an image file as for an answer.
     *
     * @return PNG of the network's width and height; pixels of which no sample becomes an input are transparent
     * @throws io.sparsesplit.model.image.ImageException when the file cannot be read or shows nothing
     */
    static byte[] of(byte[] file, ImageDecoder decoder) throws IOException {
        Preprocessing preprocessing = decoder.preprocessing();
        int width = preprocessing.width();
        byte[] samples = preprocessing.picture(decoder.picture(file));
        BufferedImage seen = new BufferedImage(width, preprocessing.height(), BufferedImage.TYPE_INT_ARGB);
        for (int input = 0; input < preprocessing.selected(); input++) {
            int pixel = preprocessing.sample(input) % (width * preprocessing.height());
            seen.setRGB(pixel % width, pixel / width, OPAQUE | colour(samples, pixel, preprocessing));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // In memory: the service writes no temporary files.
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(seen, "png", out);
        }
        return bytes.toByteArray();
    }

    private static int colour(byte[] samples, int pixel, Preprocessing preprocessing) {
        int plane = preprocessing.width() * preprocessing.height();
        int colour = 0;
        for (int channel = 0; channel < Picture.RGB; channel++) {
            int plain = preprocessing.channels() == Picture.RGB ? channel : 0;
            colour = colour << 8 | Byte.toUnsignedInt(samples[plain * plane + pixel]);
        }
        return colour;
    }
}
