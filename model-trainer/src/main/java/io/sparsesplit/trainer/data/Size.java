package io.sparsesplit.trainer.data;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Of a picture, in pixels.
 *
 * @param width 1 to 1024
 * @param height 1 to 1024
 */
record Size(int width, int height) implements Comparable<Size> {

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3})x([1-9]\\d{0,3})");
    private static final int MAX_SIDE = 1024;
    private static final Comparator<Size> ORDER =
            Comparator.comparingInt(Size::height).thenComparingInt(Size::width);

    /** From the command line. */
    static final class Converter implements ITypeConverter<Size> {

        @Override
        public Size convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (matcher.matches()) {
                Size size = new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
                if (size.width <= MAX_SIDE && size.height <= MAX_SIDE) {
                    return size;
                }
            }
            throw new TypeConversionException("'%s' is no size: write WIDTHxHEIGHT in pixels, up to %dx%d, like 32x32"
                    .formatted(text, MAX_SIDE, MAX_SIDE));
        }
    }

    @Override
    public int compareTo(Size other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
