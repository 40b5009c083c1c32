package io.sparsesplit.trainer.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that are in two parts of a data set: what is measured on one part would be known from the other. Pictures are
 * compared as decoded, before they are fitted: in another file format or class it is still the same picture. Such a picture usually
 * points to a mistake in making the data, so it is refused unless the user asks to drop it.
 */
final class DuplicateCheck {

    private final boolean drop;
    private final Map<Digest, LoadedImage> known = new HashMap<>();
    private @Nullable String first;
    private int count;

    /** @param drop whether such pictures are left out instead of refused */
    DuplicateCheck(boolean drop) {
        this.drop = drop;
    }

    /** The images of a part without those that are in a part before. */
    List<LoadedImage> kept(List<LoadedImage> part) {
        List<LoadedImage> kept = new ArrayList<>(part.size());
        for (LoadedImage image : part) {
            LoadedImage other = known.get(image.content());
            if (other == null) {
                kept.add(image);
            } else {
                count++;
                first = first == null ? "%s and %s".formatted(image.place(), other.place()) : first;
            }
        }
        kept.forEach(image -> known.putIfAbsent(image.content(), image));
        return kept;
    }

    /** How many were left out. */
    int count() {
        return count;
    }

    /** @throws DataException when there are any, unless they may be left out */
    void refuse() {
        if (count > 0 && !drop) {
            throw new DataException(
                    "%s are the same picture in two of training, validation and test%s: what is measured there would be worthless."
                                    .formatted(first, count == 1 ? "" : ", and %d more like them".formatted(count - 1))
                            + " Remove one of them, or leave such pictures out of training (and of validation) with --drop-duplicates.");
        }
    }
}
