package io.sparsesplit.edge.console;

import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.EarlyExit;
import java.util.List;

/**
 * What the console shows of a model.
 *
 * @param labels names of the classes, by index
 * @param width width of the network's picture in pixels
 * @param height height of the network's picture in pixels
 * @param channels 1 for grey pictures, 3 for colour
 * @param samples number of samples of the picture, width times height times channels
 * @param selected number of those samples that become inputs
 * @param thresholds thresholds of the exits, first exit first; an exit with 1 never answers
 */
record ShownModel(
        List<String> labels, int width, int height, int channels, int samples, int selected, List<Double> thresholds) {

    static ShownModel of(ServedModel model) {
        Preprocessing preprocessing = model.manifest().preprocessing();
        return new ShownModel(
                model.manifest().labels(),
                preprocessing.width(),
                preprocessing.height(),
                preprocessing.channels(),
                preprocessing.samples(),
                preprocessing.selected(),
                model.head().exits().stream().map(EarlyExit::threshold).toList());
    }
}
