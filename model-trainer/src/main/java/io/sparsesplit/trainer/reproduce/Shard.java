package io.sparsesplit.trainer.reproduce;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The part of a reproduction that one of several machines makes.
 *
 * @param index of the part, from 0
 * @param count of all parts, 1 to {@value #MAX_COUNT}
 */
record Shard(int index, int count) {

    private static final int MAX_COUNT = 1000;
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

    /** From the command line. */
    static final class Converter implements ITypeConverter<Shard> {

        @Override
        public Shard convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (matcher.matches()) {
                Shard shard = new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
                if (shard.index < shard.count && shard.count <= MAX_COUNT) {
                    return shard;
                }
            }
            throw new TypeConversionException(
                    "'%s' is no shard: write INDEX/COUNT with an index from 0 to COUNT - 1 and a count of 1 to %d, like 0/8"
                            .formatted(text, MAX_COUNT));
        }
    }

    /**
     * This part of the work, in its order. The heaviest is dealt out first, each time to the part that has least so far, so
     * that parts take about as long as each other. Every n-th run would not do: runs differ forty times in duration and come in rows of
     * the same network with all its seeds. All parts together are the work, and nothing is in two of them.
     *
     * @param weight of a piece of work, 0 or more
     * @throws IllegalArgumentException when there are fewer pieces than parts
     */
    <T> List<T> of(List<T> work, ToLongFunction<T> weight) {
        if (work.size() < count) {
            throw new IllegalArgumentException("there are only %d runs to share out: give --shard a COUNT of %d or less"
                    .formatted(work.size(), work.size()));
        }
        List<Integer> heaviestFirst = IntStream.range(0, work.size())
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> weight.applyAsLong(work.get(i)))
                        .reversed())
                .toList();
        long[] loads = new long[count];
        List<Integer> mine = new ArrayList<>();
        for (int i : heaviestFirst) {
            int lightest = IntStream.range(0, count)
                    .boxed()
                    .min(Comparator.comparingLong(part -> loads[part]))
                    .orElseThrow();
            loads[lightest] += weight.applyAsLong(work.get(i));
            if (lightest == index) {
                mine.add(i);
            }
        }
        return mine.stream().sorted().map(work::get).toList();
    }
}
