package io.sparsesplit.trainer.download;

import io.sparsesplit.trainer.data.DataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A folder that files are fetched from, on a web server or on this machine. */
final class Mirror {

    /**
     * A file that is being read.
     *
     * @param offset of the first byte that {@code content} has: what was asked for, or 0 when the server starts over
     * @param length of the whole file, -1 if unknown
     */
    record Opened(InputStream content, long offset, long length) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final String base;
    private final Duration connectTimeout;
    private final Duration readTimeout;

    private Mirror(String base, Duration connectTimeout, Duration readTimeout) {
        this.base = base;
        this.connectTimeout = connectTimeout;
        this.readTimeout = readTimeout;
    }

    /**
     * A mirror.
     *
     * @param base an http, https or file URL, or the path of a folder
     * @throws IllegalArgumentException when it is none of these
     */
    static Mirror of(String base, Duration connectTimeout, Duration readTimeout) {
        String url = base.matches("\\w{2,}:.*") ? base : Path.of(base).toUri().toString();
        if (!url.matches("(https?://[^/]|file:/).*")) {
            throw new IllegalArgumentException(
                    "--base-url %s is not an http, https or file URL, nor a folder".formatted(base));
        }
        URI folder = URI.create(url.endsWith("/") ? url : url + "/");
        return new Mirror(folder.toString(), connectTimeout, readTimeout);
    }

    String url(String file) {
        return base + file;
    }

    /**
     * Starts to read a file.
     *
     * @param offset how many bytes are already there
     * @throws DataException when the mirror cannot be reached or does not have the file
     */
    Opened open(String file, long offset) throws IOException {
        URLConnection connection = URI.create(url(file)).toURL().openConnection();
        connection.setConnectTimeout((int) connectTimeout.toMillis());
        connection.setReadTimeout((int) readTimeout.toMillis());
        try {
            if (connection instanceof HttpURLConnection http) {
                Opened opened = opened(http, offset);
                return opened == null ? open(file, 0) : opened;
            }
            return new Opened(connection.getInputStream(), 0, connection.getContentLengthLong());
        } catch (FileNotFoundException e) {
            throw new DataException("There is no %s: check --base-url.".formatted(url(file)), e);
        } catch (IOException e) {
            throw new DataException(
                    ("%s cannot be reached (%s): check the network, name another mirror with --base-url,"
                                    + " or give the other commands a folder that has the files with --data.")
                            .formatted(url(file), e),
                    e);
        }
    }

    /** Null when the server cannot go on from there. */
    private static @Nullable Opened opened(HttpURLConnection http, long offset) throws IOException {
        if (offset > 0) {
            http.setRequestProperty("Range", "bytes=%d-".formatted(offset));
        }
        int status = http.getResponseCode();
        if (status == HttpURLConnection.HTTP_PARTIAL && isFrom(offset, http)) {
            return new Opened(http.getInputStream(), offset, offset + http.getContentLengthLong());
        }
        if (status == HttpURLConnection.HTTP_OK) {
            return new Opened(http.getInputStream(), 0, http.getContentLengthLong());
        }
        if (offset > 0 && (status == RANGE_NOT_SATISFIABLE || status == HttpURLConnection.HTTP_PARTIAL)) {
            http.disconnect();
            return null;
        }
        String location = http.getHeaderField("Location");
        throw new DataException("%s: the server answered %d%s: check --base-url."
                .formatted(http.getURL(), status, location == null ? "" : ", it has moved to " + location));
    }

    private static boolean isFrom(long offset, HttpURLConnection http) {
        String range = http.getHeaderField("Content-Range");
        return range != null && range.startsWith("bytes %d-".formatted(offset));
    }
}
