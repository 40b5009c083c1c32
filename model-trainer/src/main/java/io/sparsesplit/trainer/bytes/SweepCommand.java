package io.sparsesplit.trainer.bytes;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.trainer.calibrate.Calibrated;
import io.sparsesplit.trainer.calibrate.Scores;
import io.sparsesplit.trainer.calibrate.Wish;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.DatasetReader;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.evaluate.Evaluation.Traffic;
import io.sparsesplit.trainer.report.BytesPoint;
import io.sparsesplit.trainer.report.ExitPoint;
import io.sparsesplit.trainer.train.Compression;
import io.sparsesplit.trainer.train.SplitNetworks;
import io.sparsesplit.trainer.train.SplitNetworks.Trained;
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
            "Trains the usual network for all ways its features can travel, over prices of a bit and over seeds, and counts bytes"
                    + " and right answers of each, on validation and on test images.",
            "What is in the results already is not made again: after Ctrl-C the same command goes on."
        })
public final class SweepCommand implements Callable<Integer> {

    private static final double MAX_LOSS = 0.1;
    private static final double CONFIDENCE = 0.95;
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
            description = "One epoch, one seed, one price: to see that all works. Figures mean nothing.")
    private boolean quick;

    @Option(
            names = "--threads",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "Without influence on the result. Default: all processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = Option.NULL_VALUE,
            description = "Folder of the results. Default: reports, and reports-quick for --quick.")
    private @Nullable Path givenOut;

    private record Planned(long seed, Variant variant) {}

    /** What the same network does with features as they are. */
    private record Reference(Evaluation validation, Evaluation test) {}

    @Override
    public Integer call() throws IOException {
        if (seeds < 1) {
            throw new IllegalArgumentException("--seeds must be 1 or more, not " + seeds);
        }
        Path out = givenOut == null ? Path.of(quick ? "reports-quick" : "reports") : givenOut;
        Files.createDirectories(out);
        PrintWriter printer = Objects.requireNonNull(spec).commandLine().getOut();
        List<Planned> missing = missing(out);
        DatasetReader reader = data.reader();
        Map<String, Reference> references = new HashMap<>();
        for (int i = 0; i < missing.size(); i++) {
            Planned planned = missing.get(i);
            SplitNetworks networks = networks(reader, planned, out);
            printer.printf(
                    "%d/%d: seed %d, %s%n",
                    i + 1, missing.size(), planned.seed(), planned.variant().title());
            printer.flush();
            measure(networks, planned, references, out);
            boolean last = i + 1 == missing.size()
                    || missing.get(i + 1).seed() != planned.seed()
                    || missing.get(i + 1).variant().budget()
                            != planned.variant().budget();
            if (last) {
                networks.clean();
            }
        }
        printer.printf("Wrote %s.%n", out.resolve(BytesPoint.FILE));
        printer.flush();
        return 0;
    }

    private List<Planned> missing(Path out) {
        List<BytesPoint> there = BytesPoint.in(out).read();
        LongStream chosen = seed == null ? LongStream.rangeClosed(1, quick ? 1 : seeds) : LongStream.of(seed);
        List<Planned> planned = new ArrayList<>();
        chosen.forEach(s -> (quick ? Variant.quick(1) : Variant.all(USUAL_EPOCHS))
                .forEach(variant -> planned.add(new Planned(s, variant))));
        if (!quick && planned.get(0).seed() == 1) {
            Variant.once(USUAL_EPOCHS).forEach(variant -> planned.add(new Planned(1, variant)));
        }
        return planned.stream()
                .filter(one -> only == null || only.equals(one.variant().title()))
                .filter(one -> !isThere(one, there))
                .toList();
    }

    private boolean isThere(Planned planned, List<BytesPoint> there) {
        return planned.variant().measured().stream()
                .allMatch(codec -> there.stream()
                        .anyMatch(point -> point.command().equals(command(planned))
                                && point.codec().equals(planned.variant().label(codec))));
    }

    private SplitNetworks networks(DatasetReader reader, Planned planned, Path out) {
        return new SplitNetworks(reader, planned.variant().budget(), planned.seed(), quick ? 1 : 0, threads, out);
    }

    private void measure(SplitNetworks networks, Planned planned, Map<String, Reference> references, Path out)
            throws IOException {
        Compression way = planned.variant().compression();
        // A bottleneck is put into a network whose tail does not read the exit's class.
        boolean guided = way.exitClass() && way.bottleneck() == 0;
        String key = planned.seed() + " " + planned.variant().budget() + " " + guided;
        Reference reference = references.get(key);
        if (reference == null) {
            Trained plain = trained(networks, Compression.of(Codec.FLOAT32, Byte.SIZE, guided));
            Head head = calibrated(networks, plain);
            FeatureCodec codec = plain.codecs().standard();
            reference = new Reference(
                    evaluate(networks, plain, head, codec, networks.dataset().validation()),
                    evaluate(networks, plain, head, codec, networks.dataset().test()));
            references.put(key, reference);
        }
        Trained trained = trained(networks, way);
        Head head = calibrated(networks, trained);
        for (Codec codec : planned.variant().measured()) {
            FeatureCodec measured = trained.codecs().of(codec).orElseThrow();
            add(
                    networks,
                    planned,
                    head,
                    codec,
                    ExitPoint.VALIDATION,
                    reference.validation(),
                    evaluate(
                            networks,
                            trained,
                            head,
                            measured,
                            networks.dataset().validation()),
                    out);
            add(
                    networks,
                    planned,
                    head,
                    codec,
                    ExitPoint.TEST,
                    reference.test(),
                    evaluate(
                            networks,
                            trained,
                            head,
                            measured,
                            networks.dataset().test()),
                    out);
        }
    }

    private Trained trained(SplitNetworks networks, Compression compression) throws IOException {
        return networks.trained(
                compression, Objects.requireNonNull(spec).commandLine().getErr());
    }

    /** With the threshold that {@code sparsesplit train} would choose. */
    private static Head calibrated(SplitNetworks networks, Trained trained) {
        Preprocessing preprocessing = networks.preprocessing();
        LabelledImages validation = networks.dataset().validation();
        return Calibrated.of(
                        trained.head(),
                        Scores.of(
                                trained.head(),
                                trained.codecs().standard(),
                                trained.tail(),
                                validation.size(),
                                i -> preprocessing.input(validation.picture(i)),
                                validation::label),
                        Criterion.MAX_SOFTMAX,
                        new Wish(Wish.Kind.MAX_LOSS, MAX_LOSS, CONFIDENCE),
                        "")
                .head();
    }

    private static Evaluation evaluate(
            SplitNetworks networks, Trained trained, Head head, FeatureCodec codec, LabelledImages images) {
        return Evaluation.of(head, codec, trained.tail(), networks.preprocessing(), images);
    }

    private void add(
            SplitNetworks networks,
            Planned planned,
            Head head,
            Codec codec,
            String split,
            Evaluation reference,
            Evaluation evaluation,
            Path out) {
        point(
                        networks,
                        planned,
                        head,
                        codec,
                        split,
                        BytesPoint.ALL,
                        0,
                        evaluation.tailAccuracy(),
                        reference.tailAccuracy(),
                        evaluation.all(),
                        evaluation.images())
                .addTo(out);
        point(
                        networks,
                        planned,
                        head,
                        codec,
                        split,
                        BytesPoint.CASCADE,
                        evaluation.localExitRate(),
                        evaluation.cascadeAccuracy(),
                        reference.cascadeAccuracy(),
                        evaluation.offloads(),
                        evaluation.images())
                .addTo(out);
    }

    private BytesPoint point(
            SplitNetworks networks,
            Planned planned,
            Head head,
            Codec codec,
            String split,
            String scope,
            double localExitRate,
            double accuracy,
            double referenceAccuracy,
            Traffic traffic,
            int images) {
        return new BytesPoint(
                planned.variant().label(codec),
                networks.shape(),
                head.parameters(),
                planned.variant().compression().beta(),
                planned.variant().compression().bits(),
                planned.seed(),
                split,
                scope,
                localExitRate,
                accuracy,
                referenceAccuracy,
                traffic.messages(),
                traffic.idealBytesPerMessage(),
                traffic.payloadBytesPerMessage(),
                traffic.frameBytesPerMessage(),
                (double) traffic.payloadBytes() / images,
                command(planned));
    }

    /** The command that makes the points of a variant again. */
    private String command(Planned planned) {
        return "sparsesplit sweep --seed %d --only '%s'%s"
                .formatted(planned.seed(), planned.variant().title(), quick ? " --quick" : "");
    }
}
