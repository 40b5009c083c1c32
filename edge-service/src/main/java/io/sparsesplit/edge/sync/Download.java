package io.sparsesplit.edge.sync;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.sparsesplit.model.artifact.ArtifactException;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.artifact.Published;
import io.sparsesplit.service.catalog.ModelListing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The way of one version from the cloud's repository into the edge's. Files come into a folder beside the published versions;
 * what a cut connection or a stopped service left there is gone on with. Only a version that is complete, that has the
 * digests announced, and that can be loaded, is moved to its place.
 */
final class Download {

    private static final List<String> FILES = List.of(Published.MANIFEST, Published.HEAD);

    /** Without a new byte between them, a cut is left to the next look at the repository. */
    private static final int MAX_CUTS = 10;

    private final CloudRepository cloud;
    private final ModelRepository repository;
    private final PullProperties limits;
    private final ModelListing.Version version;
    private final Path folder;

    Download(CloudRepository cloud, ModelRepository repository, PullProperties limits, ModelListing.Version version) {
        this.cloud = cloud;
        this.repository = repository;
        this.limits = limits;
        this.version = version;
        this.folder = repository.incoming(version.name(), version.version());
    }

    /**
     * Fetches, verifies and publishes it.
     *
     * @throws PullException saying what prevented it
     */
    void run() throws PullException {
        requireAllowed();
        prepare();
        for (String name : FILES) {
            fetch(announced(name));
        }
        try {
            repository.adopt(version.name(), version.version(), version.fingerprint());
        } catch (ArtifactException e) {
            repository.removeIncoming(version.name(), version.version()::equals);
            throw new PullException(PullOutcome.CORRUPT, String.valueOf(e.getMessage()), e);
        }
    }

    private void requireAllowed() throws PullException {
        long bytes = 0;
        for (String name : FILES) {
            long length = announced(name).bytes();
            if (length < 1 || length > limits.maxBytes().toBytes()) {
                throw tooLarge(length);
            }
            bytes += length;
        }
        if (bytes > limits.maxBytes().toBytes()) {
            throw tooLarge(bytes);
        }
    }

    private PullException tooLarge(long bytes) {
        return new PullException(
                PullOutcome.TOO_LARGE,
                "it has %d bytes, but sparsesplit.rollout.pull.max-bytes allows %d"
                        .formatted(bytes, limits.maxBytes().toBytes()));
    }

    private ModelListing.File announced(String name) throws PullException {
        for (ModelListing.File file : version.files()) {
            if (file.name().equals(name)) {
                return file;
            }
        }
        throw new PullException(PullOutcome.CORRUPT, "the cloud does not list its " + name);
    }

    private void prepare() throws PullException {
        try {
            Files.createDirectories(folder);
            long missing = 0;
            for (String name : FILES) {
                missing += Math.max(0, announced(name).bytes() - length(folder.resolve(name)));
            }
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free - missing < limits.minFree().toBytes()) {
                throw new PullException(
                        PullOutcome.DISK,
                        "%d bytes are free where %s is, but %d are needed and sparsesplit.rollout.pull.min-free keeps %d"
                                .formatted(
                                        free, folder, missing, limits.minFree().toBytes()));
            }
        } catch (PullException e) {
            throw e;
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private void fetch(ModelListing.File file) throws PullException {
        Path target = folder.resolve(file.name());
        int cuts = 0;
        while (length(target) < file.bytes()) {
            long before = length(target);
            try {
                cloud.fetch(version, file, before, (start, bytes) -> write(file, target, start, bytes));
                if (length(target) < file.bytes()) {
                    throw new PullException(PullOutcome.UNREACHABLE, file.name() + " ended early");
                }
            } catch (PullException e) {
                if (e.outcome() == PullOutcome.CORRUPT) {
                    remove(target);
                }
                throw e;
            } catch (IOException e) {
                cuts++;
                if (length(target) <= before || cuts == MAX_CUTS) {
                    throw new PullException(
                            PullOutcome.UNREACHABLE,
                            "%s was cut at byte %d of %d: %s".formatted(file.name(), length(target), file.bytes(), e),
                            e);
                }
            }
        }
        if (length(target) > file.bytes() || !sha256(target).equals(file.sha256())) {
            remove(target);
            throw new PullException(
                    PullOutcome.CORRUPT, "the SHA-256 of its %s is not the announced one".formatted(file.name()));
        }
    }

    /** What comes in is read and written by turns: an exception of either says whose fault it is. */
    private static void write(ModelListing.File file, Path target, long start, InputStream bytes) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (FileChannel channel = open(target, start)) {
            long end = start;
            for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
                end += n;
                if (end > file.bytes()) {
                    throw new PullException(
                            PullOutcome.CORRUPT,
                            "%s has more than the %d bytes announced".formatted(file.name(), file.bytes()));
                }
                append(target, channel, ByteBuffer.wrap(buffer, 0, n));
            }
        }
    }

    private static FileChannel open(Path target, long start) throws PullException {
        try {
            FileChannel channel = FileChannel.open(target, CREATE, WRITE);
            channel.truncate(start);
            channel.position(start);
            return channel;
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private static void append(Path target, FileChannel channel, ByteBuffer bytes) throws PullException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private static long length(Path file) throws PullException {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static void remove(Path file) throws PullException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** Reads the file to its end, and leaves it on the disk for good. */
    private static String sha256(Path file) throws PullException {
        try (FileChannel channel = FileChannel.open(file, WRITE)) {
            channel.force(true);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
                bytes.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw unwritable(file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static PullException unwritable(Path path, IOException e) {
        return new PullException(PullOutcome.DISK, "%s cannot be written: %s".formatted(path, e), e);
    }
}
