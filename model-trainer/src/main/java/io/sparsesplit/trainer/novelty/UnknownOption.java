package io.sparsesplit.trainer.novelty;

import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.OutOfDistributionScore;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.novelty.Detection.ScoredPicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Holds the option for pictures of none of the classes; a picocli mixin. */
public final class UnknownOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = new CommandLine(CommandSpec.create()).getCommandSpec();

    @Option(
            names = "--unknown",
            paramLabel = "DIR",
            description =
                    "A folder of pictures of none of the classes, at any depth: how many are said to look like none of"
                            + " them. For a model with a detector, see --none-of-these of 'calibrate'.")
    private @Nullable Path folder;

    /**
     * Measures the detector of a model.
     *
     * @param test test images of the model
     * @return what was found; null when the model has no detector and nobody asks for one
     * @throws IllegalArgumentException when pictures are given, but the model has no detector
     */
    public @Nullable DetectionReport measured(EdgeModel model, LabelledImages test) {
        if (model.head().outOfDistribution() == null) {
            if (folder != null) {
                throw new IllegalArgumentException(
                        "%s %s does not tell images that look like none of its classes: 'sparsesplit calibrate MODEL"
                                        .formatted(
                                                model.manifest().name(),
                                                model.manifest().version())
                                + " --none-of-these 5%' makes a version that does");
            }
            return null;
        }
        Preprocessing preprocessing = model.manifest().preprocessing();
        List<ScoredPicture> known = new ArrayList<>();
        for (int image = 0; image < test.size(); image++) {
            known.add(scored(model, preprocessing.input(test.picture(image))));
        }
        return new DetectionReport(model.manifest(), folder, new Detection(known, unknown(model)));
    }

    private List<ScoredPicture> unknown(EdgeModel model) {
        if (folder == null) {
            return List.of();
        }
        return UnknownPictures.scored(
                folder,
                model.manifest().preprocessing(),
                input -> scored(model, input),
                command.commandLine().getErr());
    }

    private static ScoredPicture scored(EdgeModel model, float[] input) {
        ExitDecision decision = model.head().decide(input, OptionalDouble.empty());
        OutOfDistributionScore score = decision.outOfDistribution();
        if (score == null) {
            throw new IllegalStateException("a head with a detector gave no score");
        }
        return new ScoredPicture(score.value(), score.noneOfThese(), decision instanceof ExitDecision.Exit);
    }
}
