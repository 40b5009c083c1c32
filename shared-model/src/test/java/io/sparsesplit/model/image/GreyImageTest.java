package io.sparsesplit.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreyImageTest {

    private static final int WIDTH = 3;
    private static final int HEIGHT = 2;

    /** The definition of the EXIF standard: on which side of the upright picture the first row and column lie. */
    @ParameterizedTest
    @CsvSource({
        "1, top, left", "2, top, right", "3, bottom, right", "4, bottom, left",
        "5, left, top", "6, right, top", "7, right, bottom", "8, left, bottom"
    })
    void everyOrientationIsTurnedUpright(int orientation, String firstRow, String firstColumn) {
        boolean transposed = orientation >= 5;
        int storedWidth = transposed ? HEIGHT : WIDTH;
        int storedHeight = transposed ? WIDTH : HEIGHT;
        int[] stored = new int[WIDTH * HEIGHT];
        for (int row = 0; row < storedHeight; row++) {
            for (int column = 0; column < storedWidth; column++) {
                int x = transposed ? along(firstRow, row) : along(firstColumn, column);
                int y = transposed ? along(firstColumn, column) : along(firstRow, row);
                stored[row * storedWidth + column] = 10 * y + x;
            }
        }
        GreyImage upright = new GreyImage(storedWidth, storedHeight, stored).upright(orientation);

        assertThat(upright.width()).isEqualTo(WIDTH);
        assertThat(upright.height()).isEqualTo(HEIGHT);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                assertThat(upright.at(x, y)).isEqualTo(10 * y + x);
            }
        }
    }

    private static int along(String firstSide, int index) {
        return switch (firstSide) {
            case "right" -> WIDTH - 1 - index;
            case "bottom" -> HEIGHT - 1 - index;
            default -> index;
        };
    }

    @Test
    void bytesAreUnsigned() {
        GreyImage image = GreyImage.ofBytes(2, 1, new byte[] {(byte) 0x80, -1});

        assertThat(image.at(0, 0)).isEqualTo(128);
        assertThat(image.at(1, 0)).isEqualTo(255);
    }

    @Test
    void theBorderIsTheOutermostPixelsOnceEach() {
        assertThat(image(3, 3, 1, 1, 1, 1, 99, 1, 1, 1, 9).borderMean()).isEqualTo(2);
        assertThat(image(1, 3, 1, 2, 3).borderMean()).isEqualTo(2);
        assertThat(image(3, 1, 1, 2, 3).borderMean()).isEqualTo(2);
        assertThat(image(1, 1, 7).borderMean()).isEqualTo(7);
        assertThat(image(2, 2, 1, 2, 3, 6).borderMean()).isEqualTo(3);
    }

    @Test
    void anImageOfOneBrightnessIsFlat() {
        assertThat(image(2, 2, 5, 5, 5, 5).isFlat()).isTrue();
        assertThat(image(2, 2, 5, 5, 5, 6).isFlat()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 3", "0, 0, 0", "0, 5, 0", "-2, -3, 6", "65536, 65536, 0"})
    void pixelsThatDoNotFitAreRefused(int width, int height, int pixels) {
        assertThatThrownBy(() -> new GreyImage(width, height, new int[pixels]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("%d pixels given for an image of %d x %d".formatted(pixels, width, height));
    }

    private static GreyImage image(int width, int height, int... pixels) {
        return new GreyImage(width, height, pixels);
    }
}
