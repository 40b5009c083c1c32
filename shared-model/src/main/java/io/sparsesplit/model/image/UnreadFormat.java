package io.sparsesplit.model.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Image formats of cameras and scanners that are not read, told apart by their first bytes, to say what to do about them. */
enum UnreadFormat {
    /** ISO/IEC 23008-12 with HEVC: what iPhones store. */
    HEIC {
        @Override
        boolean matches(String begin) {
            return begin.startsWith("ftyphe", 4) || begin.startsWith("ftypmif1", 4) || begin.startsWith("ftypmsf1", 4);
        }
    },
    /** ISO/IEC 23008-12 with AV1. */
    AVIF {
        @Override
        boolean matches(String begin) {
            return begin.startsWith("ftypavi", 4);
        }
    },
    /** TIFF 6.0 and BigTIFF, in either byte order. */
    TIFF {
        @Override
        boolean matches(String begin) {
            return begin.startsWith("II*\0")
                    || begin.startsWith("MM\0*")
                    || begin.startsWith("II+\0")
                    || begin.startsWith("MM\0+");
        }
    };

    private static final int MAGIC_BYTES = 12;

    /** Returns whether a file begins so, a character for each byte. */
    abstract boolean matches(String begin);

    /** Returns the format of an image file; empty when it is none of these. */
    static Optional<UnreadFormat> of(byte[] file) {
        String begin = new String(file, 0, Math.min(file.length, MAGIC_BYTES), StandardCharsets.ISO_8859_1);
        return Arrays.stream(values()).filter(format -> format.matches(begin)).findFirst();
    }

    /** Returns the sentence that refuses a file of this format. */
    String refusal() {
        return "The image is %s, which is not read here: convert it to PNG or JPEG.".formatted(this);
    }
}
