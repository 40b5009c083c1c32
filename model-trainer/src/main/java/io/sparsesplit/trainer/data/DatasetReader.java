package io.sparsesplit.trainer.data;

import io.sparsesplit.model.artifact.Manifest.Split;
import io.sparsesplit.model.image.Fit;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.trainer.data.DataSource.Kind;
import io.sparsesplit.trainer.progress.Progress;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;

/** Reads all images of a data set, checks that they make one, and says what there is. */
public final class DatasetReader {

    private final DataSource source;
    private final SkippedImages faults;
    private final boolean drop;
    private final PrintWriter log;

    /** @param drop whether pictures in two parts are left out of one instead of refused */
    DatasetReader(DataSource source, SkippedImages faults, boolean drop, PrintWriter log) {
        this.source = source;
        this.faults = faults;
        this.drop = drop;
        this.log = log;
    }

    /** Refuses data that nothing can be learned from; a network that there is already may be measured on it. */
    DatasetReader toLearnFrom() {
        requireSome("training", source.parts().train().size());
        if (source.labels().size() < 2) {
            throw new DataException("All images are of class '%s': a classifier needs two classes or more."
                    .formatted(source.labels().get(0)));
        }
        return this;
    }

    /** How images like these are usually prepared. */
    public Preprocessing defaults() {
        return source.parts().train().defaults();
    }

    /** Names of the classes, in the order of the network's outputs. */
    public List<String> labels() {
        return source.labels();
    }

    /**
     * All three parts.
     *
     * @param preprocessing what networks see of an image; mean and deviation are those of the training images where it has the
     *     fit of a picture
     * @throws DataException when they make no data set
     */
    public Dataset read(Preprocessing preprocessing) {
        DataSplit.Parts parts = source.parts();
        List<String> labels = source.labels();
        Loader loader = new Loader(preprocessing, labels, "training images'", faults);
        List<LoadedImage> test = load(loader, "test", parts.test());
        List<LoadedImage> validation = load(loader, "validation", parts.validation());
        List<LoadedImage> train = load(loader, "training", parts.train());
        DuplicateCheck leaks = new DuplicateCheck(drop);
        test = leaks.kept(test);
        validation = leaks.kept(validation);
        train = leaks.kept(train);
        leaks.refuse();
        faults.end();
        report(train.size(), validation.size(), test.size(), leaks.count());
        requireSome("test", test.size());
        requireSome("validation", validation.size());
        requireEveryClass(labels, train);
        LabelledImages trainImages = loader.toImages(train);
        LabelledImages validationImages = loader.toImages(validation);
        LabelledImages testImages = loader.toImages(test);
        DatasetSummary summary = DatasetSummary.of(labels, trainImages, validationImages, testImages);
        say(summary);
        return new Dataset(
                labels,
                preprocessing.fit() == Fit.PICTURE
                        ? Normalisation.of(trainImages).applied(preprocessing)
                        : preprocessing,
                trainImages,
                validationImages,
                testImages,
                source.sha256(),
                summary,
                new Split(
                        parts.rule() + (drop ? ", without duplicates" : ""),
                        faults.count(),
                        test.size(),
                        trainImages.sha256(labels),
                        validationImages.sha256(labels),
                        testImages.sha256(labels)));
    }

    /** One part, for a network that there is already. */
    LabelledImages part(String name, Examples examples, Preprocessing preprocessing, List<String> labels) {
        requireSome(name, examples.size());
        Loader loader = new Loader(preprocessing, labels, "model's", faults);
        List<LoadedImage> loaded = load(loader, name, examples);
        faults.end();
        log.printf(Locale.ROOT, "%,d %s images read, %,d skipped.%n", loaded.size(), name, faults.count());
        log.flush();
        requireSome(name, loaded.size());
        return loader.toImages(loaded);
    }

    static void requireSome(String part, int images) {
        if (images == 0) {
            throw new DataException(
                    "There are no %s images: add some, or give data that is not divided, to be divided here."
                            .formatted(part));
        }
    }

    private List<LoadedImage> load(Loader loader, String name, Examples examples) {
        if (source.kind() != Kind.IMAGES) {
            return loader.load(examples, done -> {});
        }
        try (ProgressBar bar = Progress.bar("read " + name)
                .setInitialMax(examples.size())
                .setUnit(" images", 1)
                .build()) {
            return loader.load(examples, bar::stepBy);
        }
    }

    private void report(int train, int validation, int test, int dropped) {
        log.printf(
                Locale.ROOT,
                "%,d images of %,d classes read, %,d skipped%s: %,d for training, %,d for validation, %,d for test.%n",
                train + validation + test,
                source.labels().size(),
                faults.count(),
                dropped == 0 ? "" : ", %d duplicates left out".formatted(dropped),
                train,
                validation,
                test);
        log.flush();
    }

    private void say(DatasetSummary summary) {
        summary.table().forEach(log::println);
        summary.warnings().forEach(warning -> log.println("Note: " + warning));
        log.flush();
    }

    private static void requireEveryClass(List<String> labels, List<LoadedImage> train) {
        boolean[] seen = new boolean[labels.size()];
        train.forEach(image -> seen[image.classIndex()] = true);
        for (int i = 0; i < seen.length; i++) {
            if (!seen[i]) {
                throw new DataException("There are no training images of class '%s': add some, or remove the class."
                        .formatted(labels.get(i)));
            }
        }
    }
}
