package io.sparsesplit.trainer.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The order of class names: as numbers when all are whole numbers, by their characters otherwise. */
public final class LabelOrder {

    private static final Pattern WHOLE = Pattern.compile("\\d{1,18}");

    private LabelOrder() {}

    /** The names in order, each once. */
    public static List<String> sorted(Collection<String> names) {
        boolean numbers = names.stream().allMatch(name -> WHOLE.matcher(name).matches());
        Comparator<String> byNumber = Comparator.comparingLong(Long::parseLong);
        Comparator<String> byCharacters = Comparator.naturalOrder();
        return names.stream()
                .distinct()
                .sorted(numbers ? byNumber.thenComparing(byCharacters) : byCharacters)
                .toList();
    }
}
