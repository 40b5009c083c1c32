package io.sparsesplit.trainer.bytes;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.DatasetReader;
import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.evaluate.Traffic;
import io.sparsesplit.trainer.report.BytesPoint;
import io.sparsesplit.trainer.report.ExitPoint;
import io.sparsesplit.trainer.report.ResultsOption;
import io.sparsesplit.trainer.train.Compression;
import io.sparsesplit.trainer.train.SplitNetworks;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparsesplit sweep} */
@Command(
        name = "sweep",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Trains the usual network for all ways its features can travel, over rate weights and over seeds, and counts bytes"
                    + " and right answers of each, on validation and on test images.",
            "What is in the results already is not made again: after Ctrl-C the same command goes on."
        })
public final class SweepCommand implements Callable<Integer> {

    private static final List<String> SPLITS = List.of(ExitPoint.VALIDATION, ExitPoint.TEST);
    private static final int USUAL_EPOCHS = 60;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--seeds", paramLabel = "N", description = "Seeds 1 to N.")
    private int seeds = 5;

    @Option(names = "--seed", paramLabel = "S", defaultValue = Option.NULL_VALUE, description = "This seed only.")
    private @Nullable Long seed;

    @Option(
            names = "--only",
            paramLabel = "WAY",
            defaultValue = Option.NULL_VALUE,
            description =
                    "This way only, named as in the results, for example '3 bits, trained, beta 0.001, 5000 parameters'.")
    private @Nullable String only;

    @Option(
            names = "--quick",
            description = "One epoch, one seed, one rate weight: to see that all works. Figures mean nothing.")
    private boolean quick;

    @Option(
            names = "--threads",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "Without influence on the result. Default: all processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin
    private final ResultsOption results = new ResultsOption();

    private record Planned(long seed, Variant variant) {

        /** Whether one training, before its features are minded, serves both. */
        boolean sharesNetworkWith(Planned other) {
            return seed == other.seed && variant.budget() == other.variant.budget();
        }
    }

    /** Which network answers from features as they are, for comparison. */
    private record Reference(long seed, int budget, boolean guided) {}

    @Override
    public Integer call() throws IOException {
        if (seeds < 1) {
            throw new IllegalArgumentException("--seeds must be 1 or more, not " + seeds);
        }
        Path out = results.folder(quick);
        PrintWriter printer = Objects.requireNonNull(spec).commandLine().getOut();
        List<Planned> planned = planned();
        List<BytesPoint> there = BytesPoint.in(out).read();
        List<Planned> missing =
                planned.stream().filter(way -> !isIn(there, way)).toList();
        printer.printf(
                "%d trainings, %d of them in %s already%n",
                planned.size(), planned.size() - missing.size(), out.resolve(BytesPoint.FILE));
        printer.flush();
        if (missing.isEmpty()) {
            return 0;
        }
        Files.createDirectories(out);
        DatasetReader reader = data.reader();
        Map<Reference, Map<String, Evaluation>> references = new HashMap<>();
        for (int i = 0; i < missing.size(); i++) {
            Planned now = missing.get(i);
            SplitNetworks networks = networks(reader, now, out);
            printer.printf(
                    "%d/%d: seed %d, %s%n",
                    i + 1, missing.size(), now.seed(), now.variant().title());
            printer.flush();
            measure(networks, now, references, out);
            if (i + 1 == missing.size() || !now.sharesNetworkWith(missing.get(i + 1))) {
                networks.clean();
            }
        }
        printer.printf("Wrote %s.%n", out.resolve(BytesPoint.FILE));
        printer.flush();
        return 0;
    }

    private List<Planned> planned() {
        LongStream chosen = seed == null ? LongStream.rangeClosed(1, quick ? 1 : seeds) : LongStream.of(seed);
        List<Planned> all = new ArrayList<>();
        chosen.forEach(s -> (quick ? Variant.quick(1) : Variant.all(USUAL_EPOCHS))
                .forEach(variant -> all.add(new Planned(s, variant))));
        if (!quick && all.get(0).seed() == 1) {
            Variant.once(USUAL_EPOCHS).forEach(variant -> all.add(new Planned(1, variant)));
        }
        List<Planned> planned = all.stream()
                .filter(way -> only == null || only.equals(way.variant().title()))
                .toList();
        if (planned.isEmpty()) {
            throw new IllegalArgumentException("there is no way '%s'; one is named as in the results, for example '%s'"
                    .formatted(only, Variant.quick(1).get(1).title()));
        }
        return planned;
    }

    /** Whether all points of a variant are among those that are there. */
    private boolean isIn(List<BytesPoint> there, Planned way) {
        String command = command(way);
        return way.variant().measured().stream()
                .allMatch(codec -> there.stream()
                        .anyMatch(point -> point.command().equals(command)
                                && point.codec().equals(way.variant().label(codec))));
    }

    private SplitNetworks networks(DatasetReader reader, Planned planned, Path out) {
        return new SplitNetworks(reader, planned.variant().budget(), planned.seed(), quick ? 1 : 0, threads, out);
    }

    private void measure(
            SplitNetworks networks, Planned planned, Map<Reference, Map<String, Evaluation>> references, Path out)
            throws IOException {
        Reference reference = new Reference(
                planned.seed(),
                planned.variant().budget(),
                planned.variant().compression().guidedFromStart());
        Map<String, Evaluation> plain = references.get(reference);
        if (plain == null) {
            Served unrounded = served(networks, Compression.of(Codec.FLOAT32, Byte.SIZE, reference.guided()));
            plain = new HashMap<>();
            for (String split : SPLITS) {
                plain.put(split, unrounded.on(split, Codec.FLOAT32));
            }
            references.put(reference, plain);
        }
        Served served = served(networks, planned.variant().compression());
        for (Codec codec : planned.variant().measured()) {
            for (String split : SPLITS) {
                Evaluation evaluation = served.on(split, codec);
                for (String scope : List.of(BytesPoint.ALL, BytesPoint.CASCADE)) {
                    point(planned, codec, split, scope, served, evaluation, Objects.requireNonNull(plain.get(split)))
                            .addTo(out);
                }
            }
        }
    }

    private Served served(SplitNetworks networks, Compression compression) throws IOException {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        return Served.of(networks, networks.trained(compression, err));
    }

    private BytesPoint point(
            Planned planned,
            Codec codec,
            String split,
            String scope,
            Served served,
            Evaluation evaluation,
            Evaluation reference) {
        boolean all = scope.equals(BytesPoint.ALL);
        Traffic traffic = all ? evaluation.all() : evaluation.offloads();
        Compression way = planned.variant().compression();
        return new BytesPoint(
                planned.variant().label(codec),
                served.networks().shape(),
                served.head().parameters(),
                way.beta(),
                way.bits(),
                planned.seed(),
                split,
                scope,
                all ? 0 : evaluation.localExitRate(),
                all ? evaluation.tailAccuracy() : evaluation.cascadeAccuracy(),
                all ? reference.tailAccuracy() : reference.cascadeAccuracy(),
                traffic.messages(),
                traffic.idealBytesPerMessage(),
                traffic.payloadBytesPerMessage(),
                traffic.frameBytesPerMessage(),
                (double) traffic.payloadBytes() / evaluation.images(),
                command(planned));
    }

    /** The command that makes the points of a variant again. */
    private String command(Planned planned) {
        return "sparsesplit sweep --seed %d --only '%s'%s%s"
                .formatted(planned.seed(), planned.variant().title(), quick ? " --quick" : "", data.arguments());
    }
}
