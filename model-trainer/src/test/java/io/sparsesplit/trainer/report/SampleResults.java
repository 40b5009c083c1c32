package io.sparsesplit.trainer.report;

import io.sparsesplit.trainer.train.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Results as a whole reproduction would leave them, with made-up figures: nothing was trained for them. */
final class SampleResults {

    private static final int SEEDS = 5;
    private static final List<Shape> FREE = List.of(
            new Shape(300, List.of(60, 50), List.of(3, 15, 10)),
            new Shape(300, List.of(60, 40), List.of(8, 18, 10)),
            new Shape(320, List.of(80, 40), List.of(8, 22, 10)));
    private static final List<String> FREE_ROWS = List.of("sparse 2450", "sparse 4090", "sparse 4930");

    private static final String USUAL = "200,80,40|512,10";

    private final Random random = new Random(1);
    private final Path folder;

    private SampleResults(Path folder) {
        this.folder = folder;
    }

    /** Writes all files of results. */
    static void write(Path folder) {
        SampleResults sample = new SampleResults(folder);
        sample.writeRuns();
        sample.writeWeights();
        sample.writeExits();
        sample.writeBytes();
        ModelSize.in(folder).write(List.of(new ModelSize("sample 1.0.0", 8610, 42_184, 4_321, 97.64)));
    }

    private void writeRuns() {
        List<Run> runs = new ArrayList<>();
        for (Paper.Row row : Paper.rows()) {
            addAll(runs, row.table(), row.name(), Recipe.PAPER, row.shape(), row.accuracy() - 0.05);
            Shape best =
                    row.name().equals("sparse 2450") ? new Shape(320, List.of(40, 40), List.of(5, 9, 10)) : row.shape();
            addAll(runs, row.table(), row.name(), Recipe.BEST, best, row.accuracy() * 0.4 + 60 * (1 - 1.0 / 90) - 0.2);
        }
        for (int i = 0; i < FREE.size(); i++) {
            addAll(runs, Table.FREE, FREE_ROWS.get(i), Recipe.BEST, FREE.get(i), 97.7 + 0.3 * i);
        }
        addAll(
                runs,
                Table.FEWEST,
                "sparse 2130",
                Recipe.BEST,
                new Shape(280, List.of(50, 40), List.of(5, 12, 10)),
                97.4);
        addAll(
                runs,
                Table.FEWEST,
                "dense 14 14",
                Recipe.BEST,
                new Shape(800, List.of(14, 14), List.of(14, 14, 10)),
                96.9);
        String[] parts = {
            Ablation.FULL, "without input selection", "without local pattern", "without augmentation", "paper's recipe"
        };
        for (String budget : List.of("2450", "16650")) {
            for (int i = 0; i < parts.length; i++) {
                for (int seed = 1; seed <= SEEDS; seed++) {
                    runs.add(run(
                            Table.ABLATION,
                            budget + ": " + parts[i],
                            Recipe.BEST,
                            FREE.get(0),
                            seed,
                            percent(97.6 - 0.6 * i, 5000),
                            null));
                }
            }
        }
        addAll(runs, Table.DISTILLATION, Distillation.WITHOUT, Recipe.BEST, FREE.get(0), 97.6);
        addAll(runs, Table.DISTILLATION, "dense teacher, temperature 1", Recipe.BEST, FREE.get(0), 97.65);
        new RecordFile<>(folder.resolve(Runs.FILE), Run.class).write(runs);
    }

    private void addAll(List<Run> runs, Table table, String row, Recipe recipe, Shape shape, double accuracy) {
        for (int seed = 1; seed <= SEEDS; seed++) {
            runs.add(run(table, row, recipe, shape, seed, null, percent(accuracy, 10_000)));
        }
    }

    static Run run(
            Table table,
            String row,
            Recipe recipe,
            Shape shape,
            long seed,
            @Nullable Double validationAccuracy,
            @Nullable Double testAccuracy) {
        return new Run(
                table,
                row,
                recipe,
                shape.hidden(),
                shape.outDegree(),
                shape.inputs(),
                "28x28",
                shape.parameters(),
                seed,
                recipe == Recipe.PAPER ? 50 : 80,
                validationAccuracy == null ? "train 0-59999, test 0-9999" : "train 0-54999, validation 55000-59999",
                validationAccuracy == null ? 60_000 : 55_000,
                validationAccuracy == null ? 0 : 5_000,
                testAccuracy == null ? 0 : 10_000,
                validationAccuracy,
                testAccuracy,
                "sparsesplit train --sample --inputs %d --seed %d".formatted(shape.inputs(), seed));
    }

    private double percent(double accuracy, int images) {
        return Math.round((accuracy + 0.15 * random.nextGaussian()) / 100 * images) * 100.0 / images;
    }

    private void writeWeights() {
        List<WeightHistogram> histograms = new ArrayList<>();
        for (Paper.Row row : Paper.rows(Table.I).subList(0, 3)) {
            Run run = run(row.table(), row.name(), Recipe.PAPER, row.shape(), 1, null, 90.0);
            for (int layer = 1; layer <= row.shape().outDegree().size(); layer++) {
                float[] weights =
                        new float[row.shape().junctions().get(layer - 1).edges()];
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = (float) (random.nextGaussian() * (row.kind() == Paper.Kind.SPARSE ? 0.4 : 0.15));
                }
                histograms.add(WeightHistogram.of(run, layer, weights));
            }
        }
        WeightHistogram.in(folder).write(histograms);
    }

    private void writeExits() {
        List<ExitPoint> points = new ArrayList<>();
        for (String split : List.of(ExitPoint.VALIDATION, ExitPoint.TEST)) {
            double shift = split.equals(ExitPoint.TEST) ? 0.1 : 0;
            for (String criterion : List.of("max-softmax", "margin", "entropy")) {
                for (int step = 0; step <= 40; step++) {
                    double rate = 100 * (1 - Math.pow(step / 40.0, 3));
                    double cascade = 98 - shift - Math.pow(rate / 100, 8 + criterion.length() / 4) * 1.2;
                    points.add(new ExitPoint(
                            "sample",
                            "1.0.0",
                            split,
                            criterion,
                            step / 40.0,
                            Math.round(rate * 100) / 100.0,
                            Math.round(cascade * 100) / 100.0,
                            96.8 - shift,
                            98 - shift));
                }
            }
        }
        ExitPoint.in(folder).write(points);
    }

    private void writeBytes() {
        List<BytesPoint> points = new ArrayList<>();
        for (int seed = 1; seed <= 3; seed++) {
            addWay(points, "float32", USUAL, 4930, 0, 8, seed, 0, 161, 161);
            addWay(points, "uint8", USUAL, 4930, 0, 8, seed, 0.02, 41, 41);
            for (int bits : List.of(4, 3)) {
                addWay(points, "packed untrained", USUAL, 4930, 0, bits, seed, 0.3 / bits, 5 * bits, 5 * bits);
                addWay(
                        points,
                        "entropy untrained",
                        USUAL,
                        4930,
                        0,
                        bits,
                        seed,
                        0.3 / bits,
                        3.5 * bits,
                        3.5 * bits + 0.3);
            }
            for (double beta : List.of(0.0, 0.001, 0.002, 0.004)) {
                double ideal = 9 / (1 + 250 * beta);
                addWay(points, "entropy", USUAL, 4930, beta, 3, seed, 0.05 + 120 * beta, ideal, ideal + 0.32);
            }
            addWay(points, "entropy", USUAL, 4930, 0.0005, 4, seed, 0.1, 8.5, 8.8);
            addWay(points, "entropy", "150,60,30|512,10", 2488, 0.001, 3, seed, 0.8, 6.5, 6.8);
        }
        for (String codec : List.of("png", "14x14 2-bit", "jpeg-50")) {
            points.add(point(
                    codec,
                    "784,512,10",
                    0,
                    0,
                    0,
                    1,
                    "test",
                    "all",
                    0,
                    98.81,
                    98.9,
                    10_000,
                    260 - codec.length() * 20,
                    260 - codec.length() * 20));
        }
        BytesPoint.in(folder).write(points);
    }

    /** Points of both splits and scopes, of a way that costs so many points of accuracy. */
    private void addWay(
            List<BytesPoint> points,
            String codec,
            String model,
            int edgeParameters,
            double beta,
            int bits,
            long seed,
            double loss,
            double ideal,
            double coded) {
        for (String split : List.of(ExitPoint.VALIDATION, ExitPoint.TEST)) {
            int images = split.equals(ExitPoint.TEST) ? 10_000 : 5_000;
            double reference = percent(99, images);
            double accuracy = Math.min(reference, percent(reference - loss, images));
            double longer = 1 + 0.05 * random.nextDouble();
            points.add(point(
                    codec,
                    model,
                    edgeParameters,
                    beta,
                    bits,
                    seed,
                    split,
                    BytesPoint.ALL,
                    0,
                    accuracy,
                    reference,
                    images,
                    ideal * longer,
                    coded * longer));
            points.add(point(
                    codec,
                    model,
                    edgeParameters,
                    beta,
                    bits,
                    seed,
                    split,
                    BytesPoint.CASCADE,
                    90,
                    accuracy,
                    reference,
                    images,
                    ideal * longer * 1.1,
                    coded * longer * 1.1));
        }
    }

    /** @param images asked, whoever answered */
    static BytesPoint point(
            String codec,
            String model,
            int edgeParameters,
            double beta,
            int bits,
            long seed,
            String split,
            String scope,
            double exitRate,
            double accuracy,
            double reference,
            int images,
            double ideal,
            double coded) {
        double sent = 1 - exitRate / 100;
        return new BytesPoint(
                codec,
                model,
                edgeParameters,
                beta,
                bits,
                seed,
                split,
                scope,
                exitRate,
                accuracy,
                reference,
                (int) Math.round(images * sent),
                ideal,
                coded,
                coded + 7,
                coded * sent,
                "sparsesplit sweep --sample --seed " + seed);
    }
}
