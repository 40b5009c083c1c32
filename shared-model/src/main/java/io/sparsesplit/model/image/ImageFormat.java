package io.sparsesplit.model.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** The image formats that are read, told apart by their first bytes, never by a name or a header. */
public enum ImageFormat {
    PNG("image/png", "89504E470D0A1A0A") {
        @Override
        byte[] vetted(byte[] file) throws IOException {
            return PngStructure.checked(file);
        }
    },
    JPEG("image/jpeg", "FFD8FF") {
        @Override
        byte[] vetted(byte[] file) throws IOException {
            return JpegStructure.checked(file);
        }
    },
    GIF("image/gif", "474946383_61") {
        @Override
        byte[] vetted(byte[] file) throws IOException {
            return GifStructure.firstPicture(file);
        }
    },
    BMP("image/bmp", "424D") {
        @Override
        byte[] vetted(byte[] file) throws IOException {
            return BmpStructure.checked(file);
        }
    },
    WEBP("image/webp", "52494646________57454250") {
        @Override
        byte[] vetted(byte[] file) throws IOException {
            return WebpStructure.firstPicture(file);
        }
    };

    private final String mediaType;
    private final String magic;

    ImageFormat(String mediaType, String magic) {
        this.mediaType = mediaType;
        this.magic = magic;
    }

    public String mediaType() {
        return mediaType;
    }

    /**
     * What of a file a reader may see: it is checked, or taken out, what readers trust that they should not.
     *
     * @throws IOException or an unchecked exception when the file is not whole
     */
    abstract byte[] vetted(byte[] file) throws IOException;

    /** The format of an image file; empty when it is none of these. */
    public static Optional<ImageFormat> of(byte[] bytes) {
        return Arrays.stream(values()).filter(format -> format.matches(bytes)).findFirst();
    }

    /** Holds the first bytes, in hexadecimal, against the magic, in which {@code _} is any digit. */
    private boolean matches(byte[] bytes) {
        if (bytes.length * 2 < magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            int digit = (bytes[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xF;
            if (magic.charAt(i) != '_' && Character.digit(magic.charAt(i), 16) != digit) {
                return false;
            }
        }
        return true;
    }
}
