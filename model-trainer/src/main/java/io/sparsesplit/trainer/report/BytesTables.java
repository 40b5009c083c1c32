package io.sparsesplit.trainer.report;

import static io.sparsesplit.trainer.report.Networks.text;

import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Paragraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All ways for images to travel, with their figures on test images. */
final class BytesTables {

    private BytesTables() {}

    static List<Block> of(TransportVariants ways) {
        return List.of(
                new Grid(
                        "All ways for features to travel, every image sent",
                        1,
                        List.of(
                                "codec",
                                "edge parameters",
                                "bits",
                                "beta",
                                "n",
                                "accuracy",
                                "difference",
                                "ideal bytes",
                                "coded bytes",
                                "frame bytes"),
                        ways.features().stream().map(BytesTables::sent).toList()),
                new Grid(
                        "All ways for features to travel, only what the exit does not answer",
                        1,
                        List.of(
                                "codec",
                                "edge parameters",
                                "bits",
                                "beta",
                                "n",
                                "exit rate",
                                "accuracy",
                                "difference",
                                "coded bytes per offload",
                                "coded bytes per image"),
                        ways.features().stream().map(BytesTables::cascaded).toList()),
                new Paragraph(
                        "Bytes are means over messages, unless they are per image: then over all images, whoever answers them."
                                + " Ideal is the cross-entropy under the codec's own model, where it has one; a frame is the body of a"
                                + " request for a single image. The exit's threshold is chosen for each way alone, to cost at most 0.1 points of what"
                                + " its own tail can do: a worse tail is asked less often."),
                pictures(ways));
    }

    private static Block pictures(TransportVariants ways) {
        if (ways.pictures().isEmpty()) {
            return new Paragraph("No pictures were sent yet: `sparsesplit competitors` measures what they take.");
        }
        return new Grid(
                "Competitors: pictures sent to a network in the cloud",
                2,
                List.of("codec", "network", "n", "accuracy", "difference", "coded bytes"),
                ways.pictures().stream().map(BytesTables::picture).toList());
    }

    private static List<String> sent(TransportVariant way) {
        TransportVariant.Measured tested = way.tested(BytesPoint.ALL);
        List<String> cells = name(way, tested);
        cells.add(text(tested.accuracy(), Sample::toString));
        cells.add(text(tested.difference(), Sample::asDifference));
        cells.add(text(tested.idealBytes(), Sample::toString));
        cells.add(text(tested.codedBytes(), Sample::toString));
        cells.add(text(tested.frameBytes(), Sample::toString));
        return cells;
    }

    private static List<String> cascaded(TransportVariant way) {
        TransportVariant.Measured tested = way.tested(BytesPoint.CASCADE);
        List<String> cells = name(way, tested);
        cells.add(text(tested.exitRate(), Sample::toString));
        cells.add(text(tested.accuracy(), Sample::toString));
        cells.add(text(tested.difference(), Sample::asDifference));
        cells.add(text(tested.codedBytes(), Sample::toString));
        cells.add(text(tested.bytesPerImage(), Sample::toString));
        return cells;
    }

    private static List<String> name(TransportVariant way, TransportVariant.Measured tested) {
        return new ArrayList<>(List.of(
                way.codec(),
                Notation.count(way.edgeParameters()),
                way.isUnrounded() ? Notation.NONE : String.valueOf(way.bits()),
                Notation.plain(way.beta()),
                runs(tested.accuracy())));
    }

    private static List<String> picture(TransportVariant way) {
        TransportVariant.Measured tested = way.tested(BytesPoint.ALL);
        return List.of(
                way.codec(),
                way.model(),
                runs(tested.accuracy()),
                text(tested.accuracy(), Sample::toString),
                text(tested.difference(), Sample::asDifference),
                text(tested.codedBytes(), Sample::toString));
    }

    private static String runs(Optional<Sample> sample) {
        return text(sample, present -> String.valueOf(present.runs()));
    }
}
