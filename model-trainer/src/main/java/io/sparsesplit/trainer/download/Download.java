package io.sparsesplit.trainer.download;

import io.sparsesplit.trainer.data.DataException;
import io.sparsesplit.trainer.download.Mirror.Opened;
import io.sparsesplit.trainer.progress.Progress;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import me.tongfei.progressbar.ProgressBar;

/**
 * Fetches files into a folder. What has arrived of a file lies in {@code NAME.part}, so that the next attempt goes on from
 * there; only a complete and verified file gets its name.
 */
final class Download {

    private static final int ATTEMPTS = 3;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Mirror mirror;
    private final Path folder;
    private final PrintWriter out;

    Download(Mirror mirror, Path folder, PrintWriter out) {
        this.mirror = mirror;
        this.folder = folder;
        this.out = out;
    }

    /**
     * Fetches a file if it is not there yet.
     *
     * @throws DataException when it cannot be had; the message says why and what to do
     */
    void fetch(KnownFile file) throws IOException {
        Files.createDirectories(folder);
        if (file.isCompleteIn(folder)) {
            out.printf("%s is already there.%n", file.name());
            return;
        }
        Path part = folder.resolve(file.name() + ".part");
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new DataException("%s is being written by another download: wait for it.".formatted(part));
            }
            receive(file, channel);
        }
        try {
            file.verify(part, mirror.url(file.name()));
        } catch (DataException e) {
            Files.delete(part);
            throw e;
        }
        long bytes = Files.size(part);
        Files.move(
                part, folder.resolve(file.name()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        out.printf("%s fetched, %,d bytes, SHA-256 as it should be.%n", file.name(), bytes);
    }

    private void receive(KnownFile file, FileChannel part) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                receiveOnce(file, part);
                return;
            } catch (DataException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new DataException(
                            "%s: the connection broke %d times, %,d bytes have arrived. The same command goes on from there."
                                    .formatted(mirror.url(file.name()), ATTEMPTS, part.size()),
                            e);
                }
            }
        }
    }

    private void receiveOnce(KnownFile file, FileChannel part) throws IOException {
        long present = part.size();
        try (Opened opened = mirror.open(file.name(), present);
                ProgressBar bar = Progress.bar(file.name())
                        .setInitialMax(opened.length())
                        .setUnit(" kB", 1000)
                        .build()) {
            if (present > 0) {
                out.printf(
                        opened.offset() > 0
                                ? "%s goes on after %,d bytes.%n"
                                : "%s starts over: the mirror cannot go on after %,d bytes.%n",
                        file.name(),
                        present);
                out.flush();
            }
            part.truncate(opened.offset()).position(opened.offset());
            bar.stepTo(opened.offset());
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read; (read = opened.content().read(buffer)) >= 0; ) {
                part.write(ByteBuffer.wrap(buffer, 0, read));
                bar.stepTo(part.position());
                if (part.position() > file.maxBytes()) {
                    part.truncate(0);
                    throw new DataException("%s is not the file that is wanted: it has more than %,d bytes"
                            .formatted(mirror.url(file.name()), file.maxBytes()));
                }
            }
            if (opened.length() > part.size()) {
                throw new EOFException("%,d bytes are missing".formatted(opened.length() - part.size()));
            }
        }
    }
}
