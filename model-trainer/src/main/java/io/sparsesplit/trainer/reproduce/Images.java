package io.sparsesplit.trainer.reproduce;

import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.DatasetReader;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.data.PictureOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A data set at the sizes that networks want it in, each read once. */
final class Images {

    private final DataOption data;
    private final Map<Integer, Dataset> bySide = new ConcurrentHashMap<>();

    Images(DataOption data) {
        this.data = data;
    }

    /** The data set with square pictures. */
    Dataset square(int side) {
        return bySide.computeIfAbsent(side, pixels -> {
            DatasetReader reader = data.reader();
            return reader.read(PictureOption.square(pixels).applied(reader.defaults()));
        });
    }

    /** Training images, and those held out behind them. */
    static LabelledImages all(Dataset dataset) {
        return dataset.train().followedBy(dataset.validation());
    }
}
