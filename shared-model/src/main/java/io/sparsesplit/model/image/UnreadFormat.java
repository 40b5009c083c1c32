package io.sparsesplit.model.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Image formats of cameras and scanners that are not read, told apart by their first bytes, to say what to do about them. */
enum UnreadFormat {
    /** ISO/IEC 23008-12 with HEVC: what iPhones store. */
    HEIC(4, "ftypheic", "ftypheix", "ftyphevc", "ftyphevx", "ftypheim", "ftypheis", "ftypmif1", "ftypmsf1"),
    /** ISO/IEC 23008-12 with AV1. */
    AVIF(4, "ftypavif", "ftypavis"),
    /** TIFF 6.0 and BigTIFF, in either byte order. */
    TIFF(0, "II*\0", "MM\0*", "II+\0", "MM\0+");

    private final int offset;
    private final List<String> magics;

    UnreadFormat(int offset, String... magics) {
        this.offset = offset;
        this.magics = List.of(magics);
    }

    /** Returns the format of an image file; empty when it is none of these. */
    static Optional<UnreadFormat> of(byte[] file) {
        return Arrays.stream(values()).filter(format -> format.matches(file)).findFirst();
    }

    /** Returns the sentence that refuses a file of this format. */
    String refusal() {
        return "The image is %s, which is not read here: convert it to PNG or JPEG.".formatted(this);
    }

    private boolean matches(byte[] file) {
        return magics.stream()
                .map(magic -> magic.getBytes(StandardCharsets.ISO_8859_1))
                .anyMatch(magic -> file.length >= offset + magic.length
                        && Arrays.equals(file, offset, offset + magic.length, magic, 0, magic.length));
    }
}
