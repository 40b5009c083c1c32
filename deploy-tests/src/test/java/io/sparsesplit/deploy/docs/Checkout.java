package io.sparsesplit.deploy.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;

/** Copies of this repository in which commands may do what they like: what is in it, and the jars that were built. */
final class Checkout {

    /** Maven runs tests in the module's folder. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final List<String> MODULES = List.of("model-trainer", "cloud-service", "edge-service");
    private static final Set<String> MADE = Set.of("target", ".git", "node_modules");

    private Checkout() {}

    /** Whether there is something to run. */
    static boolean isBuilt() {
        return MODULES.stream().allMatch(module -> Files.isRegularFile(jar(module, "-exec.jar")));
    }

    /** A copy, in which nothing is older than what it is made of: by modification times the launcher decides whether it has to build. */
    static void copyTo(Path folder) throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes) throws IOException {
                if (!source.equals(ROOT) && MADE.contains(source.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(target(source));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path source, BasicFileAttributes attributes) throws IOException {
                copy(source, target(source));
                return FileVisitResult.CONTINUE;
            }

            private Path target(Path source) {
                return folder.resolve(ROOT.relativize(source).toString());
            }
        });
        for (String module : MODULES) {
            Path target = Files.createDirectories(folder.resolve(module).resolve("target"));
            for (String end : List.of(".jar", "-exec.jar")) {
                // Made now, for the launcher: its build is not what is tested here.
                Files.copy(jar(module, end), target.resolve(module + end));
            }
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }

    private static Path jar(String module, String end) {
        return ROOT.resolve(module).resolve("target").resolve(module + end);
    }
}
