package io.sparsesplit.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureTest {

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
        byte[] stored = new byte[3 * WIDTH * HEIGHT];
        for (int row = 0; row < storedHeight; row++) {
            for (int column = 0; column < storedWidth; column++) {
                int x = transposed ? along(firstRow, row) : along(firstColumn, column);
                int y = transposed ? along(firstColumn, column) : along(firstRow, row);
                for (int channel = 0; channel < 3; channel++) {
                    stored[(channel * storedHeight + row) * storedWidth + column] = (byte) (100 * channel + 10 * y + x);
                }
            }
        }
        Picture upright = new Picture(storedWidth, storedHeight, 3, stored).upright(orientation);

        assertThat(upright.width()).isEqualTo(WIDTH);
        assertThat(upright.height()).isEqualTo(HEIGHT);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    assertThat(upright.at(channel, x, y)).isEqualTo(100 * channel + 10 * y + x);
                }
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
    void samplesArePlanarAndUnsigned() {
        Picture picture = new Picture(2, 1, 3, new byte[] {(byte) 0x80, -1, 1, 2, 3, 4});

        assertThat(picture.at(0, 0, 0)).isEqualTo(128);
        assertThat(picture.at(0, 1, 0)).isEqualTo(255);
        assertThat(picture.at(1, 0, 0)).isEqualTo(1);
        assertThat(picture.at(2, 1, 0)).isEqualTo(4);
    }

    @Test
    void theBorderIsTheOutermostPixelsOnceEach() {
        assertThat(grey(3, 3, 1, 1, 1, 1, 99, 1, 1, 1, 9).borderMean()).isEqualTo(2);
        assertThat(grey(1, 3, 1, 2, 3).borderMean()).isEqualTo(2);
        assertThat(grey(3, 1, 1, 2, 3).borderMean()).isEqualTo(2);
        assertThat(grey(1, 1, 7).borderMean()).isEqualTo(7);
        assertThat(grey(2, 2, 1, 2, 3, 6).borderMean()).isEqualTo(3);
        assertThat(new Picture(1, 1, 3, new byte[] {1, 3, 8}).borderMean()).isEqualTo(4);
    }

    @Test
    void aPictureOfOneColourIsFlat() {
        assertThat(grey(2, 2, 5, 5, 5, 5).isFlat()).isTrue();
        assertThat(grey(2, 2, 5, 5, 5, 6).isFlat()).isFalse();
        assertThat(new Picture(2, 1, 3, new byte[] {7, 7, 1, 1, 9, 9}).isFlat()).isTrue();
        assertThat(new Picture(2, 1, 3, new byte[] {7, 7, 1, 1, 9, 8}).isFlat()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 3", "0, 0, 0", "0, 5, 0", "-2, -3, 6", "65536, 65536, 0"})
    void samplesThatDoNotFitAreRefused(int width, int height, int samples) {
        assertThatThrownBy(() -> new Picture(width, height, Picture.GREY, new byte[samples]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("%d samples given for a picture of %d x %d, 1 channel".formatted(samples, width, height));
    }

    @Test
    void greyBecomesThreeEqualChannelsAndColourBecomesLuma() {
        assertThat(grey(2, 1, 7, 250).inChannels(Picture.RGB).samples())
                .containsExactly(7, (byte) 250, 7, (byte) 250, 7, (byte) 250);
        assertThat(picture(2, 1, Picture.RGB, 255, 9, 0, 9, 0, 9)
                        .inChannels(Picture.GREY)
                        .samples())
                .containsExactly(76, 9);
    }

    @Test
    void twoChannelsAreRefused() {
        assertThatThrownBy(() -> new Picture(1, 1, 2, new byte[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a picture has 1 channel, grey, or 3, red, green and blue, not 2");
    }

    /** A grey picture. */
    static Picture grey(int width, int height, int... pixels) {
        return picture(width, height, Picture.GREY, pixels);
    }

    static Picture picture(int width, int height, int channels, int... values) {
        byte[] samples = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            samples[i] = (byte) values[i];
        }
        return new Picture(width, height, channels, samples);
    }
}
