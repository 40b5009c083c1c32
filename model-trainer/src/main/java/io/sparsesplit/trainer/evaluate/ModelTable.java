package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.pattern.Density;
import io.sparsesplit.model.pattern.Junction;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Prints a model's junctions, with their densities and parameters.
 *
 * @param split both halves of the model
 */
public record ModelTable(SplitModel split) {

    private static final String ROW = "  %-8s %7s %7s %7s %7s %7s %8s %10s  %s%n";

    /** Prints a row for each junction, and the parameters of both halves. */
    public void print(PrintWriter out) {
        out.printf(
                "%s %s, fingerprint %s%n%n",
                split.manifest().name(),
                split.manifest().version(),
                split.edge().fingerprint());
        out.printf(ROW, "junction", "inputs", "outputs", "d_out", "d_in", "density", "edges", "parameters", "pattern");
        rows(out, "head", split.edge().head().layers());
        rows(
                out,
                "exit",
                split.edge().head().exits().stream().map(EarlyExit::classifier).toList());
        rows(out, "tail", split.cloud().tail().layers());
        List<Junction> trunk = Stream.concat(
                        split.edge().head().layers().stream(), split.cloud().tail().layers().stream())
                .map(Layer::junction)
                .toList();
        out.printf(
                Locale.ROOT,
                "%n  %d parameters on the edge, exits included; %d in the cloud; overall density %.4f%n",
                split.edge().head().parameters(),
                split.cloud().tail().parameters(),
                Density.overall(trunk));
    }

    private static void rows(PrintWriter out, String part, List<Layer> layers) {
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            Junction junction = layer.junction();
            out.printf(
                    ROW,
                    part + "." + i,
                    junction.inputs(),
                    junction.outputs(),
                    junction.outDegree(),
                    junction.inDegree(),
                    "%.4f".formatted(junction.density()),
                    junction.edges(),
                    layer.parameters(),
                    layer.pattern()
                            .recipe()
                            .map(recipe -> recipe.family() + " " + recipe.seed())
                            .orElse("explicit"));
        }
    }
}
