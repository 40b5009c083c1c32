package io.sparsesplit.trainer.data;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.trainer.data.DataSource.Kind;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of the commands that need labelled images; a picocli mixin. */
public final class DataOption {

    private static final String DEFAULT_NAME = "mnist";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = new CommandLine(CommandSpec.create()).getCommandSpec();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = Option.NULL_VALUE,
            description = {
                "A folder with MNIST's four IDX files, plain or gzipped;",
                "or with a folder of images for each class, below train (training), validation (valid, val) and test"
                        + " (testing) or all together;",
                "or with train.csv and test.csv; or one CSV file.",
                "Default: where 'sparsesplit download mnist' puts MNIST."
            })
    private @Nullable Path path;

    @Option(names = "--strict", description = "Refuse data with an image that cannot be used, instead of skipping it.")
    private boolean strict;

    @Option(
            names = "--validation",
            paramLabel = "N",
            defaultValue = Option.NULL_VALUE,
            description = "Training images to hold out where none are given for validation: of IDX files the last ones,"
                    + " otherwise of each class, by their content. Default: a twelfth, at most 5000.")
    private @Nullable Integer validation;

    @Option(
            names = "--shares",
            paramLabel = "TRAIN,VALIDATION,TEST",
            converter = Shares.Converter.class,
            defaultValue = Option.NULL_VALUE,
            description = "Percentages of data that is not divided, class by class and by content: equal images stay"
                    + " together. Default: 80,10,10.")
    private @Nullable Shares shares;

    @Option(
            names = "--split-seed",
            paramLabel = "S",
            defaultValue = Option.NULL_VALUE,
            description = "Of dividing by content. Default: 1.")
    private @Nullable Long splitSeed;

    @Option(
            names = "--group",
            paramLabel = "PATTERN",
            converter = Grouping.Converter.class,
            defaultValue = Option.NULL_VALUE,
            description =
                    "Keep images of one piece, or of one minute, in one part: what {} stands for in the path of a file,"
                            + " like '*/{}-*.jpg', or a regular expression with a group, like 'piece(\\d+)'.")
    private @Nullable Grouping grouping;

    @Option(
            names = "--drop-duplicates",
            description =
                    "Leave pictures out of training (and of validation) that are in validation or test (in test) as"
                            + " well, instead of refusing the data.")
    private boolean dropDuplicates;

    @Option(
            names = "--label-column",
            paramLabel = "NAME",
            defaultValue = Option.NULL_VALUE,
            description = "first, last or a name in the header of CSV files."
                    + " Default: label, labels, target, class or y in the header, otherwise the first or last column that"
                    + " holds no pixels.")
    private @Nullable String labelColumn;

    @Option(
            names = "--csv-picture",
            paramLabel = "WxH",
            converter = Size.Converter.class,
            defaultValue = Option.NULL_VALUE,
            description = "Size of the pictures in CSV files. Default: square.")
    private @Nullable Size csvPicture;

    /** A data set with all options as they are by default. */
    public static DataOption of(Path path) {
        DataOption option = new DataOption();
        option.path = path;
        return option;
    }

    /**
     * What reads the data set.
     *
     * @throws DataException when it is not there or is not what it should be; the message says what to do
     */
    public DatasetReader reader() {
        SkippedImages faults = new SkippedImages(log(), strict);
        return new DatasetReader(open(faults), faults, dropDuplicates, log()).toLearnFrom();
    }

    /**
     * The test images, made fit for a given network.
     *
     * @param labels names of its classes
     * @throws DataException when there are none, or one is of another class
     */
    public LabelledImages test(Preprocessing preprocessing, List<String> labels) {
        SkippedImages faults = new SkippedImages(log(), strict);
        DataSource source = open(faults);
        return new DatasetReader(source, faults, dropDuplicates, log())
                .part("test", source.parts().test(), preprocessing, labels);
    }

    /**
     * The validation images, made fit for a given network.
     *
     * @param labels names of its classes
     * @throws DataException when there are none, or one is of another class
     */
    public LabelledImages validation(Preprocessing preprocessing, List<String> labels) {
        SkippedImages faults = new SkippedImages(log(), strict);
        DataSource source = open(faults);
        return new DatasetReader(source, faults, dropDuplicates, log())
                .part("validation", source.parts().validation(), preprocessing, labels);
    }

    /**
     * The test images as they are.
     *
     * @throws DataException when there are none
     */
    public Examples testExamples() {
        SkippedImages faults = new SkippedImages(log(), strict);
        Examples test = open(faults).parts().test();
        faults.end();
        DatasetReader.requireSome("test", test.size());
        return test;
    }

    /** What to call a model of this data when nobody says so: {@code mnist}, or after the folder. */
    public String modelName() {
        if (path == null || (Files.exists(path) && DataSource.kind(path) == Kind.IDX)) {
            return DEFAULT_NAME;
        }
        Path last = path.toAbsolutePath().normalize().getFileName();
        String name = (last == null ? "" : last.toString())
                .toLowerCase(Locale.ROOT)
                .replaceFirst("\\.csv$", "")
                .replaceAll("[^a-z0-9._-]", "-")
                .replaceFirst("^[^a-z0-9]+", "");
        return name.isEmpty() ? "model" : name.substring(0, Math.min(64, name.length()));
    }

    /** What was chosen, as options, each with a space before it; but not where the data lies. */
    public String arguments() {
        return Arguments.of("--validation", validation)
                + Arguments.of("--shares", shares)
                + Arguments.of("--split-seed", splitSeed)
                + (grouping == null ? "" : " --group '%s'".formatted(grouping))
                + (dropDuplicates ? " --drop-duplicates" : "")
                + Arguments.of("--label-column", labelColumn)
                + Arguments.of("--csv-picture", csvPicture);
    }

    private DataSource open(SkippedImages faults) {
        Path place = path == null ? cached(DataFolder.mnist()) : path;
        DataSplit division =
                new DataSplit(validation, shares == null ? Shares.USUAL : shares, splitSeed == null ? 1 : splitSeed);
        return DataSource.open(place, division, new CsvLayout(labelColumn, csvPicture), grouping, faults);
    }

    static Path cached(Path cache) {
        if (!Files.isDirectory(cache)) {
            throw new DataException(
                    "There is no data in %s: fetch it with 'sparsesplit download mnist', or name a folder"
                                    .formatted(cache)
                            + " that has it with --data DIR.");
        }
        return cache;
    }

    private PrintWriter log() {
        return command.commandLine().getErr();
    }
}
