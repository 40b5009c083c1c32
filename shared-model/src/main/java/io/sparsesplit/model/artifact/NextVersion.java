package io.sparsesplit.model.artifact;

import java.util.List;
import java.util.stream.Stream;

/** Versions that a repository has not published yet. */
public final class NextVersion {

    private static final String FIRST = "1.0.0";

    /** Largest number that a part of a version can be. */
    private static final int MAX = 999_999_999;

    private NextVersion() {}

    /**
     * Returns the version for a newly trained model: {@value #FIRST} when the name is new, otherwise the next minor version
     * after the newest.
     *
     * @throws IllegalArgumentException when there can be no such name, or no number is left
     */
    public static String minor(ModelRepository repository, String name) {
        List<String> versions = repository.versions(name);
        if (versions.isEmpty()) {
            return FIRST;
        }
        int[] newest = parts(versions.get(versions.size() - 1));
        return newest[1] < MAX
                ? "%d.%d.0".formatted(newest[0], newest[1] + 1)
                : "%d.0.0".formatted(following(newest[0]));
    }

    /**
     * Returns the version for a model made from a published one: the next patch after all that the repository holds of the same
     * minor version, and after the model's own.
     *
     * @param version of the model, which may lie in another repository
     * @throws IllegalArgumentException when there can be no such name or version, or no number is left
     */
    public static String patch(ModelRepository repository, String name, String version) {
        ModelRepository.requireVersion(version);
        int[] own = parts(version);
        int last = Stream.concat(Stream.of(version), repository.versions(name).stream())
                .map(NextVersion::parts)
                .filter(other -> other[0] == own[0] && other[1] == own[1])
                .mapToInt(other -> other[2])
                .max()
                .orElseThrow();
        return "%d.%d.%d".formatted(own[0], own[1], following(last));
    }

    private static int following(int number) {
        if (number == MAX) {
            throw new IllegalArgumentException("no version follows: %d is the largest number in one".formatted(MAX));
        }
        return number + 1;
    }

    private static int[] parts(String version) {
        return Stream.of(version.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
    }
}
