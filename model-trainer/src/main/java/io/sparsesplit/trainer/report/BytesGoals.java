package io.sparsesplit.trainer.report;

import static io.sparsesplit.trainer.report.Networks.text;

import io.sparsesplit.trainer.report.BytesGoal.Limits;
import io.sparsesplit.trainer.report.TransportVariant.Measured;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.train.Compression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** All goals of bytes, each beside an honest competitor. */
final class BytesGoals {

    /** A mean of decimal figures may miss its decimal value by this. */
    private static final double ROUNDING = 1e-9;

    private static final String NOT_RUN = GoalResult.NOT_RUN.toString();

    private static final double SMALL_LOSS = 0.2;
    private static final double LARGE_LOSS = 0.6;
    private static final Limits AT_SMALL_LOSS = Limits.atMost(12, 9);
    private static final Limits AT_LARGE_LOSS = Limits.atMost(8, 5.5);

    private static final Limits PER_IMAGE = Limits.atMost(2, 1.2);

    /** Beside a share of the cross-entropy, as a message ends with a whole byte. */
    private static final Limits OVERHEAD = Limits.atMost(1, 0.5);

    private static final double OVERHEAD_SHARE = 0.03;

    private static final String PNG = "png";
    private static final Limits TIMES_FEWER_THAN_PNG = Limits.atLeast(130, 220);

    /** 14 x 14 pixels of four levels, coded arithmetically, and what a convolutional network made of them. */
    private static final String SMALL_PICTURE = "14x14 2-bit";

    private static final double SMALL_PICTURE_BYTES = 18.3;
    private static final double SMALL_PICTURE_ACCURACY = 98.79;

    private final TransportVariants ways;
    private final List<TransportVariant> usual;

    BytesGoals(TransportVariants ways) {
        this.ways = ways;
        this.usual = ways.trained().stream()
                .filter(way -> way.beta() == Compression.USUAL_BETA && way.bits() == Compression.USUAL_BITS)
                .toList();
    }

    /** What was reached, and by which ways. */
    List<Grid> grids() {
        List<BytesGoal> goals = goals();
        return List.of(
                new Grid(
                        "Goals of bytes",
                        2,
                        BytesGoal.HEADER,
                        goals.stream().map(BytesGoal::row).toList()),
                new Grid(
                        "Bits and rate weights by which these goals were reached",
                        2,
                        BytesGoal.CHOICE_HEADER,
                        goals.stream().map(BytesGoal::choice).toList()));
    }

    private List<BytesGoal> goals() {
        List<BytesGoal> goals = new ArrayList<>();
        goals.add(atLoss(SMALL_LOSS, AT_SMALL_LOSS, BytesPoint.ALL));
        goals.add(atLoss(SMALL_LOSS, AT_SMALL_LOSS, BytesPoint.CASCADE));
        goals.add(atLoss(LARGE_LOSS, AT_LARGE_LOSS, BytesPoint.ALL));
        goals.add(atLoss(LARGE_LOSS, AT_LARGE_LOSS, BytesPoint.CASCADE));
        goals.add(perImage());
        usual.stream()
                .map(way -> way.tested(BytesPoint.ALL))
                .filter(tested -> tested.idealBytes().isPresent())
                .forEach(tested -> goals.add(overhead(mean(tested.idealBytes()), mean(tested.overheadBytes()))));
        picture(PNG).flatMap(Measured::codedBytes).ifPresent(png -> goals.add(timesFewerThan(png.mean())));
        goals.add(againstSmallPicture());
        return goals;
    }

    private BytesGoal atLoss(double loss, Limits limits, String scope) {
        return new BytesGoal(
                "coded bytes per message, at most %s points below float32".formatted(Notation.plain(loss)),
                Measured::codedBytes,
                limits,
                scope,
                costsAtMost(loss),
                ways.trained(),
                untrained(loss, scope, Measured::codedBytes));
    }

    private BytesGoal perImage() {
        return new BytesGoal(
                "coded bytes per image, over all images",
                Measured::bytesPerImage,
                PER_IMAGE,
                BytesPoint.CASCADE,
                tested -> true,
                usual,
                untrained(SMALL_LOSS, BytesPoint.CASCADE, Measured::bytesPerImage));
    }

    /**
     * The goal of what a coder adds.
     *
     * @param ideal bytes of the cross-entropy of a message
     * @param overhead bytes above it
     */
    private BytesGoal overhead(double ideal, double overhead) {
        return new BytesGoal(
                "coded bytes per message above the prior's cross-entropy of %s, by %s %%; floor and aim: %s %% of it and %s or %s bytes"
                        .formatted(
                                Notation.percent(ideal),
                                Notation.decimals(100 * overhead / ideal, 1),
                                Notation.plain(100 * OVERHEAD_SHARE),
                                Notation.plain(OVERHEAD.floor()),
                                Notation.plain(OVERHEAD.aim())),
                Measured::overheadBytes,
                OVERHEAD.plus(OVERHEAD_SHARE * ideal),
                BytesPoint.ALL,
                tested -> true,
                usual,
                Notation.NONE);
    }

    /** @param png mean bytes of a picture */
    private BytesGoal timesFewerThan(double png) {
        return new BytesGoal(
                "so many times fewer bytes per image, over all images, than a PNG's %s"
                        .formatted(Notation.percent(png)),
                tested -> tested.timesFewerThan(png),
                TIMES_FEWER_THAN_PNG,
                BytesPoint.CASCADE,
                tested -> true,
                usual,
                shortestPicture(png));
    }

    /** Whatever a network makes of it. */
    private String shortestPicture(double png) {
        return ways.pictures().stream()
                .min(Comparator.comparingDouble(BytesGoals::pictureBytes))
                .map(way -> "%s: %s".formatted(way.codec(), Notation.percent(png / pictureBytes(way))))
                .orElse(NOT_RUN);
    }

    private static double pictureBytes(TransportVariant way) {
        return mean(way.tested(BytesPoint.ALL).codedBytes());
    }

    private BytesGoal againstSmallPicture() {
        return new BytesGoal(
                "coded bytes per message, at least %s %% right: %s pictures and a convolutional network take %s"
                        .formatted(
                                Notation.percent(SMALL_PICTURE_ACCURACY),
                                SMALL_PICTURE,
                                Notation.plain(SMALL_PICTURE_BYTES)),
                Measured::codedBytes,
                Limits.atMost(SMALL_PICTURE_BYTES, SMALL_PICTURE_BYTES / 2),
                BytesPoint.ALL,
                BytesGoals::isAsGoodAsSmallPicture,
                ways.trained(),
                picture(SMALL_PICTURE)
                        .map(picture -> "%s, measured: %s at %s %%"
                                .formatted(
                                        SMALL_PICTURE,
                                        text(picture.codedBytes(), Sample::toString),
                                        text(picture.accuracy(), Sample::toString)))
                        .orElse(NOT_RUN));
    }

    private static boolean isAsGoodAsSmallPicture(Measured measured) {
        return mean(measured.accuracy()) >= SMALL_PICTURE_ACCURACY - ROUNDING;
    }

    private static Predicate<Measured> costsAtMost(double loss) {
        return measured -> mean(measured.difference()) >= -loss - ROUNDING;
    }

    /** The figure of features rounded after training, which costs none: the shortest of them that lose as little. */
    private String untrained(double loss, String scope, Function<Measured, Optional<Sample>> figure) {
        return TransportVariants.shortest(ways.untrained(), costsAtMost(loss))
                .map(way -> "%s, %d bits: %s"
                        .formatted(way.codec(), way.bits(), text(figure.apply(way.tested(scope)), Sample::toString)))
                .orElse(NOT_RUN);
    }

    private Optional<Measured> picture(String codec) {
        return ways.pictures().stream()
                .filter(way -> way.codec().equals(codec))
                .map(way -> way.tested(BytesPoint.ALL))
                .findFirst();
    }

    private static double mean(Optional<Sample> sample) {
        return sample.map(Sample::mean).orElse(Double.NaN);
    }
}
