package io.sparsesplit.trainer.compare;

import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.evaluate.JsonOption;
import io.sparsesplit.trainer.evaluate.SplitModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Implements the command {@code sparsesplit compare}. */
@Command(
        name = "compare",
        sortOptions = false,
        description = {
            "Shows published models side by side: size, accuracy, bytes, promise, and settings that differ.",
            "With --data, all of them are asked for the same test images, and the first is compared with each other one image by"
                    + " image."
        })
public final class CompareCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "2..*",
            paramLabel = "MODEL",
            description = "Folders of models' versions, for example models/mnist/3.1.0.")
    private List<Path> folders = List.of();

    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final JsonOption json = new JsonOption();

    @Override
    public Integer call() throws IOException {
        List<SplitModel> models = folders.stream().map(SplitModel::load).toList();
        ModelComparison comparison =
                spec.commandLine().getParseResult().hasMatchedOption("--data") ? tested(models) : recorded(models);
        comparison.print(spec.commandLine().getOut());
        json.write(comparison::figures);
        return 0;
    }

    private static ModelComparison recorded(List<SplitModel> models) {
        return new ModelComparison(
                models.stream()
                        .map(model -> new ComparedModel(
                                model,
                                model.manifest().measured(),
                                model.expectedBytes().orElse(Double.NaN)))
                        .toList(),
                List.of());
    }

    private ModelComparison tested(List<SplitModel> models) {
        List<String> labels = models.get(0).manifest().labels();
        for (SplitModel model : models) {
            if (!model.manifest().labels().equals(labels)) {
                throw new IllegalArgumentException(
                        "%s %s and %s %s cannot be asked for the same images: their labels are %s and %s"
                                .formatted(
                                        models.get(0).manifest().name(),
                                        models.get(0).manifest().version(),
                                        model.manifest().name(),
                                        model.manifest().version(),
                                        labels,
                                        model.manifest().labels()));
            }
        }
        List<TestedModel> tested = models.stream()
                .map(model -> new TestedModel(model, data.test(model.manifest().preprocessing(), labels)))
                .toList();
        return new ModelComparison(
                tested.stream().map(TestedModel::model).toList(),
                tested.stream()
                        .skip(1)
                        .map(other -> tested.get(0).against(other))
                        .toList());
    }
}
