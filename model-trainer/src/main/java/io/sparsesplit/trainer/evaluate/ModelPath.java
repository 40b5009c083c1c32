package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.artifact.Published;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells which folder of a published version a user means by a path: the folder itself, a file in it, a model's folder or a
 * repository with one model (the newest version of either), or a name like {@code mnist} or {@code mnist/3.1.0} in the usual
 * repository.
 *
 * @param folder folder of the version, {@code REPOSITORY/NAME/VERSION}
 * @param note what was taken in place of the path, for the user; null when it is the path itself
 */
public record ModelPath(Path folder, @Nullable String note) {

    /** The system property with which the launcher says where the project is. */
    private static final String HOME = "sparsesplit.home";

    private static final String MODELS = "models";

    /**
     * Returns what a path means.
     *
     * @throws IllegalArgumentException when it means no version, or several; the message lists what there is
     */
    public static ModelPath of(Path given) {
        if (holdsModel(given)) {
            requireVersionFolder(given);
            return new ModelPath(given, null);
        }
        ModelPath found = existing(given);
        return found == null ? absent(given) : found;
    }

    /** Returns the folder of the repository. */
    public Path repository() {
        return folder.toAbsolutePath().normalize().resolve("../..").normalize();
    }

    /** Returns the model's name. */
    public String name() {
        Path absolute = folder.toAbsolutePath().normalize();
        return absolute.getName(absolute.getNameCount() - 2).toString();
    }

    /** Returns the model's version. */
    public String version() {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    /** Returns what the path of something that exists means; null when there is no such thing. */
    private static @Nullable ModelPath existing(Path given) {
        if (Files.isRegularFile(given)) {
            return ofFile(given);
        }
        if (!Files.isDirectory(given)) {
            return null;
        }
        List<String> versions = versions(given);
        if (!versions.isEmpty()) {
            return newest(given, versions);
        }
        List<String> names = new ModelRepository(given).names();
        if (names.size() == 1) {
            Path model = given.resolve(names.get(0));
            return newest(model, versions(model));
        }
        throw new IllegalArgumentException(
                names.isEmpty()
                        ? "%s holds no published model: name a model's version, for example models/mnist/3.1.0"
                                .formatted(given)
                        : "%s holds %d models: did you mean %s?".formatted(given, names.size(), choices(given, names)));
    }

    private static ModelPath ofFile(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (file.toString().endsWith(".checkpoint")) {
            throw new IllegalArgumentException(
                    "%s is a checkpoint of a training that has not ended: the same 'sparsesplit train' goes on with it, and"
                                    .formatted(file)
                            + " publishes a model");
        }
        if (parent != null && holdsModel(parent)) {
            Path folder = file.getParent() == null ? parent : file.getParent();
            return new ModelPath(folder, "%s is a file of the model %s".formatted(file, folder));
        }
        throw new IllegalArgumentException(
                "%s is a file, not a published model: name the folder of a model's version".formatted(file));
    }

    private static ModelPath newest(Path model, List<String> versions) {
        Path folder = model.resolve(versions.get(versions.size() - 1));
        return new ModelPath(
                folder,
                versions.size() == 1
                        ? "%s holds one version: %s is taken".formatted(model, folder)
                        : "%s holds versions %s: the newest, %s, is taken"
                                .formatted(model, String.join(", ", versions), folder));
    }

    /** Takes a name in the usual repositories, or says what there is where the path leads. */
    private static ModelPath absent(Path given) {
        if (!given.isAbsolute()) {
            for (Path repository : List.of(Path.of(MODELS), Path.of(System.getProperty(HOME, ""), MODELS))) {
                Path named = repository.resolve(given);
                if (holdsModel(named)) {
                    return new ModelPath(named, "%s is taken".formatted(named));
                }
                if (Files.isDirectory(named) && !versions(named).isEmpty()) {
                    return newest(named, versions(named));
                }
            }
        }
        String hint = hint(given);
        if (hint.isEmpty() && !given.isAbsolute()) {
            hint = hint(Path.of(MODELS).resolve(given));
        }
        throw new IllegalArgumentException("there is no model %s: %s"
                .formatted(
                        given,
                        hint.isEmpty()
                                ? "name the folder of a model's version, for example models/mnist/3.1.0"
                                : hint));
    }

    /** Returns what there is in the nearest folder that exists; empty when there is nothing of use. */
    private static String hint(Path given) {
        Path near = given;
        for (Path folder = parent(near); folder != null; folder = parent(near)) {
            if (Files.isDirectory(folder)) {
                List<String> versions = versions(folder);
                if (!versions.isEmpty()) {
                    return "%s holds versions %s: did you mean %s?"
                            .formatted(folder, String.join(", ", versions), closest(folder, near, versions));
                }
                List<String> names = new ModelRepository(folder).names();
                return names.isEmpty()
                        ? ""
                        : "%s holds other models: did you mean %s?".formatted(folder, choices(folder, names));
            }
            near = folder;
        }
        return "";
    }

    private static @Nullable Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null && !path.isAbsolute() && !path.toString().isEmpty() ? Path.of("") : parent;
    }

    /** Returns the version with the longest beginning in common with what was written; of equals the newest. */
    private static Path closest(Path model, Path written, List<String> versions) {
        String text = written.getFileName().toString();
        String best = versions.get(0);
        for (String version : versions) {
            best = common(version, text) >= common(best, text) ? version : best;
        }
        return model.resolve(best);
    }

    private static int common(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }

    private static String choices(Path repository, List<String> names) {
        return names.stream()
                .map(repository::resolve)
                .map(model -> newest(model, versions(model)).folder().toString())
                .collect(Collectors.joining(" or "));
    }

    /** Returns the versions in a model's folder, oldest first; none when it is no such folder. */
    private static List<String> versions(Path model) {
        Path absolute = model.toAbsolutePath().normalize();
        Path repository = absolute.getParent();
        if (repository == null) {
            return List.of();
        }
        try {
            return new ModelRepository(repository)
                    .versions(absolute.getFileName().toString());
        } catch (IllegalArgumentException e) {
            return List.of(); // no model can be called so
        }
    }

    private static boolean holdsModel(Path folder) {
        return Files.isRegularFile(folder.resolve(Published.MANIFEST));
    }

    private static void requireVersionFolder(Path folder) {
        if (folder.toAbsolutePath().normalize().getNameCount() < 2) {
            throw new IllegalArgumentException(
                    "%s is not the folder of a model's version: name it as REPOSITORY/NAME/VERSION".formatted(folder));
        }
    }
}
