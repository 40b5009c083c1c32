package io.sparsesplit.trainer.data;

import io.sparsesplit.model.artifact.Manifest.Split;
import io.sparsesplit.model.image.Preprocessing;
import java.util.List;
import java.util.SortedMap;

/**
 * A data set made fit for a network. No picture is in two of its parts.
 *
 * @param labels names of the classes, in the order of the network's outputs
 * @param preprocessing that its pictures are made by: all pixels, normalised
 * @param train what weights are fitted to: at least one image of each class
 * @param validation what thresholds and choices come from
 * @param test what measured figures come from
 * @param sha256 of each file read, uncompressed, by name; empty for a folder of images
 * @param summary how many images of each class its parts have
 * @param split how all of it was divided, for the manifest
 */
public record Dataset(
        List<String> labels,
        Preprocessing preprocessing,
        LabelledImages train,
        LabelledImages validation,
        LabelledImages test,
        SortedMap<String, String> sha256,
        DatasetSummary summary,
        Split split) {}
