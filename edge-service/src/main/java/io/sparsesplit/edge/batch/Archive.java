package io.sparsesplit.edge.batch;

import io.sparsesplit.service.Problem;
import io.sparsesplit.service.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/** The files of an archive, read as a stream: its entries come in the order in which they were written. */
enum Archive {
    ZIP {
        @Override
        ArchiveInputStream<?> open(InputStream body) {
            return new ZipArchiveInputStream(body, StandardCharsets.UTF_8.name(), true, false);
        }
    },
    TAR {
        @Override
        ArchiveInputStream<?> open(InputStream body) {
            return new TarArchiveInputStream(body, StandardCharsets.UTF_8.name());
        }
    };

    abstract ArchiveInputStream<?> open(InputStream body);

    /**
     * Adds all files to a batch; folders and links are passed over.
     *
     * @throws ProblemException when this is no such archive, or the batch takes no more
     */
    void read(BoundedBody body, Batch batch) throws IOException {
        try {
            ArchiveInputStream<?> archive = open(body);
            for (ArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (isFile(entry)) {
                    batch.add(entry.getName(), archive);
                }
            }
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

    private static boolean isFile(ArchiveEntry entry) {
        return entry instanceof TarArchiveEntry tar
                ? tar.isFile() && !tar.isLink() && !tar.isSymbolicLink()
                : !entry.isDirectory();
    }
}
