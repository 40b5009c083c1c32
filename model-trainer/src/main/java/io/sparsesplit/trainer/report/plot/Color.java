package io.sparsesplit.trainer.report.plot;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Colours that people with any kind of colour vision tell apart, after Okabe and Ito (Color Universal Design, 2008), each
 * dark enough on light ground, and light enough on dark ground.
 */
public enum Color {
    BLUE("#0072b2", "#6cb8f0"),
    RED("#d55e00", "#ff9152"),
    PURPLE("#a8508a", "#e69bcb"),
    GREEN("#00805e", "#3fcf9f"),
    AMBER("#a87400", "#f0bf4c"),
    GREY("#5a6675", "#9aa7b8");

    private final String onLight;
    private final String onDark;

    Color(String onLight, String onDark) {
        this.onLight = onLight;
        this.onDark = onDark;
    }

    /** Hues one after another, and again from the first. */
    public static Color of(int number) {
        return values()[number % values().length];
    }

    /** Attributes of a line. */
    String stroke() {
        return "class=\"s-%s\" stroke=\"%s\"".formatted(lowerCase(), onLight);
    }

    /** Attributes of an area. */
    String fill() {
        return "class=\"f-%s\" fill=\"%s\"".formatted(lowerCase(), onLight);
    }

    /** The rules by which dark ground changes all hues. */
    static String darkRules() {
        return Arrays.stream(values())
                .map(hue -> "  .plot .s-%1$s { stroke: %2$s } .plot .f-%1$s { fill: %2$s }\n"
                        .formatted(hue.lowerCase(), hue.onDark))
                .collect(Collectors.joining());
    }

    private String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
