package io.sparsesplit.trainer.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Images that belong together: those with an equal key of some kind, directly or through others. A bundle is never torn
 * apart by a division or by folds.
 */
final class Bundles {

    private final int[] root;

    private Bundles(int size) {
        root = IntStream.range(0, size).toArray();
    }

    /**
     * Returns the bundle of each image, numbered by the first image in it.
     *
     * @param size number of images
     * @param keys lists of one key for each image, null where an image has none of this kind
     */
    static int[] of(int size, List<? extends List<? extends @Nullable Object>> keys) {
        Bundles bundles = new Bundles(size);
        for (List<? extends @Nullable Object> kind : keys) {
            Map<Object, Integer> first = new HashMap<>();
            for (int image = 0; image < size; image++) {
                Object key = kind.get(image);
                Integer other = key == null ? null : first.putIfAbsent(key, image);
                if (other != null) {
                    bundles.join(other, image);
                }
            }
        }
        return IntStream.range(0, size).map(bundles::find).toArray();
    }

    /** Returns the images of each bundle, both in ascending order of their first image. */
    static List<int[]> members(int[] bundles) {
        Map<Integer, List<Integer>> members = new HashMap<>();
        List<List<Integer>> ordered = new ArrayList<>();
        for (int image = 0; image < bundles.length; image++) {
            List<Integer> known = members.get(bundles[image]);
            if (known == null) {
                known = new ArrayList<>(1);
                members.put(bundles[image], known);
                ordered.add(known);
            }
            known.add(image);
        }
        return ordered.stream()
                .map(images -> images.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    private void join(int one, int other) {
        int a = find(one);
        int b = find(other);
        root[Math.max(a, b)] = Math.min(a, b);
    }

    private int find(int image) {
        int found = image;
        while (root[found] != found) {
            root[found] = root[root[found]];
            found = root[found];
        }
        return found;
    }
}
