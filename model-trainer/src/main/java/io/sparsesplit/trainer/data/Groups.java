package io.sparsesplit.trainer.data;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a grouping makes of the images of a data set. */
final class Groups {

    private Groups() {}

    /**
     * Says how many groups there are.
     *
     * @param grouping null when none is wanted
     * @param parts that the data is given in
     * @throws DataException when the grouping matches no file, or a group is in two of the parts
     */
    static void say(@Nullable Grouping grouping, SkippedImages faults, Examples... parts) {
        if (grouping == null) {
            return;
        }
        Map<String, Integer> partOf = new HashMap<>();
        Set<String> torn = new HashSet<>();
        int images = 0;
        int grouped = 0;
        for (int part = 0; part < parts.length; part++) {
            images += parts[part].size();
            for (int image = 0; image < parts[part].size(); image++) {
                String group = parts[part].group(image);
                if (group != null) {
                    grouped++;
                    if (partOf.merge(group, part, (before, now) -> before) != part) {
                        torn.add(group);
                    }
                }
            }
        }
        if (grouped == 0) {
            throw new DataException(
                    "--group '%s' matches none of the %d files, the first of which is %s: change the pattern, or leave the option out."
                            .formatted(grouping, images, images == 0 ? "missing" : first(parts)));
        }
        if (!torn.isEmpty()) {
            throw new DataException(
                    "group '%s' of --group '%s' is in two of training, validation and test%s: put its images into one of them."
                            .formatted(
                                    torn.stream().sorted().findFirst().orElse(""),
                                    grouping,
                                    torn.size() == 1 ? "" : ", and %d more like it".formatted(torn.size() - 1)));
        }
        if (partOf.size() == 1 && grouped == images) {
            throw new DataException(
                    "--group '%s' puts all %d images into one group, '%s': a pattern must tell groups apart."
                            .formatted(
                                    grouping, images, partOf.keySet().iterator().next()));
        }
        faults.note("%d groups of %d images by '%s'%s; each stays in one part."
                .formatted(
                        partOf.size(),
                        grouped,
                        grouping,
                        grouped == images ? "" : ", %d images in none".formatted(images - grouped)));
    }

    private static String first(Examples[] parts) {
        for (Examples part : parts) {
            if (part.size() > 0) {
                return part.place(0);
            }
        }
        return "";
    }
}
