package io.sparsesplit.model.artifact;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.WRITE;

import io.sparsesplit.model.artifact.Manifest.ExitSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Models by name and version, in folders {@code <root>/<name>/<version>}. Published versions never change. */
public final class ModelRepository {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern VERSION = Pattern.compile("(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})");

    private static final String INCOMING = ".incoming-";

    private final Path root;

    public ModelRepository(Path root) {
        this.root = root;
    }

    /**
     * The edge's part of a model.
     *
     * @throws ArtifactException when it is not there or cannot be used
     * @throws IllegalArgumentException when there can be no such name or version
     */
    public EdgeModel loadEdge(String name, String version) {
        EdgeModel model = ModelFiles.readEdge(folder(name, version));
        requireSame(model.manifest(), name, version);
        return model;
    }

    /**
     * The cloud's part of a model.
     *
     * @throws ArtifactException when it is not there or cannot be used
     * @throws IllegalArgumentException when there can be no such name or version
     */
    public CloudModel loadCloud(String name, String version) {
        CloudModel model = ModelFiles.readCloud(folder(name, version));
        requireSame(model.manifest(), name, version);
        return model;
    }

    /**
     * Whether there is a folder for a version, good or not.
     *
     * @throws IllegalArgumentException when there can be no such name or version
     */
    public boolean contains(String name, String version) {
        requireName(name);
        requireVersion(version);
        return Files.isDirectory(root.resolve(name).resolve(version));
    }

    /**
     * Holds every file of a version against its manifest: sizes and digests, also of files that only others load.
     *
     * @throws ArtifactException when one is not what the manifest says
     * @throws IllegalArgumentException when there can be no such name or version
     */
    public void verify(String name, String version) {
        ModelFiles.verify(folder(name, version));
    }

    /**
     * A text that changes when the files of a version do: their names, lengths, times and, where the file system has them,
     * identities. Empty when there are none.
     *
     * @throws IllegalArgumentException when there can be no such name or version
     */
    public String stamp(String name, String version) {
        requireName(name);
        requireVersion(version);
        Path folder = root.resolve(name).resolve(version);
        return children(folder).stream()
                .sorted()
                .map(file -> file + " " + stamp(folder.resolve(file)))
                .collect(Collectors.joining("\n"));
    }

    /**
     * The versions of a model, oldest first; empty when there is none.
     *
     * @throws IllegalArgumentException when there can be no such name
     */
    public List<String> versions(String name) {
        requireName(name);
        return children(root.resolve(name)).stream()
                .filter(version -> VERSION.matcher(version).matches())
                .filter(version -> Files.isDirectory(root.resolve(name).resolve(version)))
                .sorted(ModelRepository::compareVersions)
                .toList();
    }

    /** The names of the models, in alphabetical order; empty when there is none. */
    public List<String> names() {
        return children(root).stream()
                .filter(name -> NAME.matcher(name).matches())
                .filter(name -> !versions(name).isEmpty())
                .sorted()
                .toList();
    }

    /**
     * What is published as a version of a model, by its manifest; the tensors are not read.
     *
     * @throws ArtifactException when it is not there, or its manifest cannot be used
     * @throws IllegalArgumentException when there can be no such name or version
     */
    public Published published(String name, String version) {
        Path folder = folder(name, version);
        ModelFiles.ReadManifest read = ModelFiles.readManifest(folder);
        requireSame(read.manifest(), name, version);
        return new Published(read.manifest(), read.fingerprint(), read.bytes(), folder);
    }

    /**
     * A folder for a version that is still on its way here: beside the published versions, so that {@link #adopt} can move it,
     * and not one of them. It need not exist.
     *
     * @throws IllegalArgumentException when there can be no such name or version
     */
    public Path incoming(String name, String version) {
        requireName(name);
        requireVersion(version);
        return root.resolve(name).resolve(INCOMING + version);
    }

    /**
     * Removes what is {@linkplain #incoming on its way here} of some versions.
     *
     * @param versions which
     * @throws ArtifactException when a folder cannot be removed
     * @throws IllegalArgumentException when there can be no such name
     */
    public void removeIncoming(String name, Predicate<String> versions) {
        requireName(name);
        for (String child : children(root.resolve(name))) {
            if (child.startsWith(INCOMING) && versions.test(child.substring(INCOMING.length()))) {
                try {
                    delete(root.resolve(name).resolve(child));
                } catch (IOException | UncheckedIOException e) {
                    throw new ArtifactException("%s cannot be removed: %s".formatted(child, e), e);
                }
            }
        }
    }

    /**
     * Publishes the {@linkplain #incoming incoming} edge's part of a version: completely or not at all, and only if it is a
     * model that can be loaded.
     *
     * @param fingerprint that it must have, 64 hexadecimal digits
     * @throws ArtifactException when it cannot be used, has another fingerprint, or this version was published before
     */
    public void adopt(String name, String version, String fingerprint) {
        Path incoming = incoming(name, version);
        EdgeModel model = ModelFiles.readEdge(incoming);
        requireSame(model.manifest(), name, version);
        if (!model.fingerprint().toString().equals(fingerprint)) {
            throw new ArtifactException(
                    "%s has fingerprint %s, not %s".formatted(incoming, model.fingerprint(), fingerprint));
        }
        Path folder = root.resolve(name).resolve(version);
        requireNew(folder);
        try {
            Files.move(incoming, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ArtifactException("%s cannot be moved to its place: %s".formatted(incoming, e), e);
        }
    }

    /**
     * Checks that a model could be published, before work is spent on it.
     *
     * @throws IllegalArgumentException when the name or the version is not one
     * @throws ArtifactException when this version was published before
     */
    public void requireUnpublished(String name, String version) {
        requireName(name);
        requireVersion(version);
        requireNew(root.resolve(name).resolve(version));
    }

    /**
     * Writes a model so that it is there completely or not at all.
     *
     * @return its folder
     * @throws ArtifactException when this version was published before, or the model is one that could not be read again
     */
    public Path publish(Model model) {
        return publish(model, (edge, cloud) -> Map.of());
    }

    /** Files that are published with a model for people to read, such as a report. No service reads them. */
    @FunctionalInterface
    public interface Companions {

        /**
         * Makes the files.
         *
         * @param edge edge's part of the model, as it was read again
         * @param cloud cloud's part of the model, as it was read again
         * @return contents by name; a name is at most 64 of a-z, 0-9, '.', '_' and '-', letter or digit first
         */
        Map<String, byte[]> files(EdgeModel edge, CloudModel cloud);
    }

    /**
     * Writes a model, with further files beside it, so that all of it is there completely or not at all. The further files are
     * no part of the fingerprint.
     *
     * @param companions maker of the further files, asked when the model has been written and read again
     * @return folder of the version
     * @throws ArtifactException when this version was published before, or the model is one that could not be read again
     * @throws IllegalArgumentException when a further file has no fit name, or that of a file of the model
     */
    public Path publish(Model model, Companions companions) {
        requireName(model.name());
        requireVersion(model.version());
        Path folder = root.resolve(model.name()).resolve(model.version());
        requireNew(folder);
        byte[] head = ModelFiles.headTensors(model.head());
        byte[] tail = ModelFiles.tailTensors(model.tail());
        Map<String, byte[]> files =
                Map.of(ModelFiles.HEAD, head, ModelFiles.TAIL, tail, ModelFiles.MANIFEST, manifest(model, head, tail));
        try {
            Path unfinished = folder.resolveSibling(".%s-%s".formatted(model.version(), UUID.randomUUID()));
            Files.createDirectories(unfinished);
            try {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    Files.write(unfinished.resolve(file.getKey()), file.getValue(), CREATE_NEW, WRITE, SYNC);
                }
                // What could not be read again would be published for good.
                EdgeModel edge = ModelFiles.readEdge(unfinished);
                CloudModel cloud = ModelFiles.readCloud(unfinished);
                for (Map.Entry<String, byte[]> file :
                        companions.files(edge, cloud).entrySet()) {
                    requireCompanion(file.getKey(), files);
                    Files.write(unfinished.resolve(file.getKey()), file.getValue(), CREATE_NEW, WRITE, SYNC);
                }
                Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(unfinished);
            }
        } catch (IOException e) {
            requireNew(folder);
            throw new ArtifactException("%s cannot be written: %s".formatted(folder, e), e);
        }
        return folder;
    }

    private static void requireCompanion(String file, Map<String, byte[]> ofModel) {
        if (!NAME.matcher(file).matches() || ofModel.containsKey(file)) {
            throw new IllegalArgumentException(
                    "a file published with a model cannot be called '%s': use at most 64 of a-z, 0-9, '.', '_' and '-', letter or digit first, and no name of a file of the model"
                            .formatted(file));
        }
    }

    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a model name: use at most 64 of a-z, 0-9, '.', '_' and '-', letter or digit first"
                            .formatted(name));
        }
    }

    static void requireVersion(String version) {
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a version: write it as MAJOR.MINOR.PATCH, for example 1.0.0".formatted(version));
        }
    }

    private static byte[] manifest(Model model, byte[] head, byte[] tail) {
        List<ExitSpec> exits = model.head().exits().stream()
                .map(exit -> new ExitSpec(exit.afterLayer(), exit.criterion(), exit.temperature(), exit.threshold()))
                .toList();
        return ModelFiles.toBytes(new Manifest(
                Manifest.FORMAT_VERSION,
                model.name(),
                model.version(),
                model.labels(),
                model.preprocessing(),
                ModelFiles.specs(model.head().layers()),
                exits,
                ModelFiles.specs(model.tail().layers()),
                CodecSpecs.spec(model.codecs()),
                Map.of(ModelFiles.HEAD, ModelFiles.spec(head), ModelFiles.TAIL, ModelFiles.spec(tail)),
                model.training(),
                model.measured(),
                model.calibration(),
                model.outOfDistribution()));
    }

    private Path folder(String name, String version) {
        requireName(name);
        requireVersion(version);
        Path folder = root.resolve(name).resolve(version);
        if (!Files.isDirectory(folder)) {
            throw new ArtifactException("there is no model %s %s in %s; it holds %s"
                    .formatted(name, version, root.toAbsolutePath().normalize(), contents()));
        }
        return folder;
    }

    private String contents() {
        List<String> models = names().stream()
                .flatMap(name -> versions(name).stream().map(version -> name + " " + version))
                .toList();
        return models.isEmpty() ? "no models" : String.join(", ", models);
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return "%d %s %s".formatted(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        } catch (IOException e) {
            return "gone";
        }
    }

    private static List<String> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new ArtifactException("%s cannot be listed: %s".formatted(folder, e), e);
        }
    }

    private static void requireSame(Manifest manifest, String name, String version) {
        if (!manifest.name().equals(name) || !manifest.version().equals(version)) {
            throw new ArtifactException(
                    "the folder of %s %s holds %s %s".formatted(name, version, manifest.name(), manifest.version()));
        }
    }

    private static void requireNew(Path folder) {
        if (Files.exists(folder)) {
            throw new ArtifactException(
                    "%s exists: published versions never change, choose a new version".formatted(folder));
        }
    }

    /**
     * The order of versions, oldest first.
     *
     * @throws IllegalArgumentException when one of them is not a version
     */
    public static int compareVersions(String a, String b) {
        requireVersion(a);
        requireVersion(b);
        String[] left = a.split("\\.", -1);
        String[] right = b.split("\\.", -1);
        return Stream.of(0, 1, 2)
                .map(i -> Integer.compare(Integer.parseInt(left[i]), Integer.parseInt(right[i])))
                .filter(order -> order != 0)
                .findFirst()
                .orElse(0);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> walk = Files.walk(folder)) {
                walk.sorted(Comparator.reverseOrder()).forEach(path -> {
                    try {
                        Files.delete(path);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
    }
}
