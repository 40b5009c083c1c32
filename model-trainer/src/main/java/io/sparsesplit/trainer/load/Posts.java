package io.sparsesplit.trainer.load;

import io.sparsesplit.model.image.ImageFormat;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Images as requests, ready to be sent. */
public final class Posts {

    private static final String UNKNOWN = "application/octet-stream";
    private static final int HTTP_PORT = 80;

    private final URI url;
    private final List<ByteBuffer> requests;

    /**
     * Requests to one place.
     *
     * @param url path and query included; {@code http}
     * @param images image files, at least one
     */
    public Posts(URI url, List<byte[]> images) {
        this.url = url;
        this.requests = images.stream().map(image -> request(url, image)).toList();
    }

    private static ByteBuffer request(URI url, byte[] image) {
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        byte[] head = "POST %s%s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(
                        url.getRawPath(),
                        query,
                        url.getRawAuthority(),
                        ImageFormat.of(image).map(ImageFormat::mediaType).orElse(UNKNOWN),
                        image.length)
                .getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocateDirect(head.length + image.length)
                .put(head)
                .put(image)
                .flip();
    }

    URI url() {
        return url;
    }

    /** Where they are sent; it may not be known. */
    public InetSocketAddress server() {
        return new InetSocketAddress(url.getHost(), url.getPort() < 0 ? HTTP_PORT : url.getPort());
    }

    int size() {
        return requests.size();
    }

    /** The request of a number from 0: one after the other, and again from the first. */
    ByteBuffer get(long number) {
        return requests.get((int) (number % requests.size()));
    }
}
