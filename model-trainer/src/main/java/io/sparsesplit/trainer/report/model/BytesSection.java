package io.sparsesplit.trainer.report.model;

import io.sparsesplit.trainer.evaluate.Traffic;
import io.sparsesplit.trainer.report.document.Block;
import io.sparsesplit.trainer.report.document.Block.Grid;
import io.sparsesplit.trainer.report.document.Block.Heading;
import java.util.List;

/** Shows how many bytes travel from edge to cloud. */
record BytesSection(ReportInput input) {

    List<Block> blocks() {
        int images = input.evaluation().images();
        Traffic offloads = input.evaluation().offloads();
        return List.of(
                new Heading(2, "Bytes"),
                new Grid(
                        "Mean bytes as %s; HTTP comes on top of a frame"
                                .formatted(
                                        input.model().edge().codecs().standard().codec()),
                        1,
                        List.of("", "messages", "ideal code", "payload", "frame"),
                        List.of(
                                row("per offload", offloads, 1),
                                row(
                                        "per image, whoever answered",
                                        offloads,
                                        (double) offloads.messages() / Math.max(1, images)),
                                row(
                                        "per image, if all were sent",
                                        input.evaluation().all(),
                                        1))));
    }

    private static List<String> row(String what, Traffic traffic, double share) {
        return List.of(
                what,
                Text.whole(traffic.messages()),
                Text.decimals(share * traffic.idealBytesPerMessage(), 2),
                Text.decimals(share * traffic.payloadBytesPerMessage(), 2),
                Text.decimals(share * traffic.frameBytesPerMessage(), 2));
    }
}
