package io.sparsesplit.trainer.history;

import io.sparsesplit.trainer.history.DataCounts.Part;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A short run of two phases. */
public final class SampleRun {

    private SampleRun() {}

    /** The record of the run. */
    public static RunRecord record() {
        return RunRecord.begin(
                "parts",
                "1.0.0",
                "sparsesplit train --name parts --seed 2 --out-degree 10,25 --drop-duplicates",
                Map.of("test", "ab".repeat(32)),
                new DataCounts(
                        List.of("ok", "bad"),
                        List.of(new Part("train", List.of(90, 10)), new Part("test", List.of(10, 0))),
                        List.of("There are no images of class bad for test.")),
                Instant.parse("2026-01-02T03:04:05.678Z"));
    }

    /** An epoch of six, the last three of which count bits. */
    public static EpochRecord epoch(int epoch) {
        return new EpochRecord(
                epoch,
                6,
                epoch <= 3 ? "joint" : "compress",
                0.003 / epoch,
                2.5 / epoch,
                90 + epoch,
                0.5 / epoch,
                92 + epoch,
                0.4 / epoch,
                epoch <= 3 ? Double.NaN : 100.0 - epoch,
                1.5,
                20_000,
                epoch == 6 ? "best" : "");
    }
}
