package io.sparsesplit.edge.batch;

import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** The files of an archive, read as a stream: its entries come in the order in which they were written. */
enum Archive {
    ZIP {
        @Override
        void readEntries(BoundedBody body, Batch batch) throws IOException {
            addAll(new ZipArchiveInputStream(body, StandardCharsets.UTF_8.name(), true, false), batch);
            requireEnd(body.zipEnded());
        }
    },
    TAR {
        @Override
        void readEntries(BoundedBody body, Batch batch) throws IOException {
            boolean[] ended = new boolean[1];
            addAll(
                    new TarArchiveInputStream(body, StandardCharsets.UTF_8.name()) {

                        @Override
                        protected boolean isEOFRecord(byte @Nullable [] header) {
                            boolean end = super.isEOFRecord(header);
                            ended[0] = end && header != null;
                            return end;
                        }
                    },
                    batch);
            requireEnd(ended[0]);
        }
    };

    /** The readers take a missing end for an end: whether it is there must be looked at, or what was cut off would not be missed. */
    abstract void readEntries(BoundedBody body, Batch batch) throws IOException;

    /**
     * Adds all files to a batch; folders and links are passed over.
     *
     * @throws ProblemException when this is no such archive, or the batch takes no more
     */
    void read(BoundedBody body, Batch batch) throws IOException {
        try {
            readEntries(body, batch);
        } catch (ProblemException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The readers throw unchecked exceptions, too, when an archive is damaged.
            if (body.broken()) {
                throw e;
            }
            throw new ProblemException(
                    Problem.MALFORMED_ARCHIVE,
                    "The %s archive is damaged, cut short or of a kind that cannot be read as a stream: pack it again."
                            .formatted(name()));
        }
    }

    private static void addAll(ArchiveInputStream<?> archive, Batch batch) throws IOException {
        for (ArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
            if (isFile(entry)) {
                batch.add(entry.getName(), archive);
            }
        }
    }

    private static void requireEnd(boolean ended) throws EOFException {
        if (!ended) {
            throw new EOFException("the archive has no end");
        }
    }

    private static boolean isFile(ArchiveEntry entry) {
        return entry instanceof TarArchiveEntry tar
                ? tar.isFile()
                        && !tar.isLink()
                        && !tar.isSymbolicLink()
                        && !tar.isFIFO()
                        && !tar.isCharacterDevice()
                        && !tar.isBlockDevice()
                : !entry.isDirectory();
    }
}
