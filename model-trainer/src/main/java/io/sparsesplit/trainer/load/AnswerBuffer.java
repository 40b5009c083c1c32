package io.sparsesplit.trainer.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** An answer of HTTP/1.1 as it comes in. */
final class AnswerBuffer {

    private static final int FIRST_BYTES = 1 << 12;

    /** More than any answer of an edge has. */
    private static final int MAX_BYTES = 1 << 20;

    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    private static final String STATUS_LINE = "http/1\\.[01] [1-5][0-9]{2}( .*)?";
    private static final int UNKNOWN = -1;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private int headEnd;
    private int status;
    private int contentLength;
    private boolean chunked;
    private boolean closes;
    private byte[] body = new byte[0];

    AnswerBuffer() {
        clear();
    }

    void clear() {
        length = 0;
        headEnd = UNKNOWN;
        status = 0;
        contentLength = UNKNOWN;
        chunked = false;
        closes = false;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /**
     * Where the next bytes go; {@link #filled} says how many did.
     *
     * @throws IllegalArgumentException when there is too much already
     */
    ByteBuffer space() {
        if (length == bytes.length) {
            if (length >= MAX_BYTES) {
                throw new IllegalArgumentException("an answer of more than %d bytes".formatted(MAX_BYTES));
            }
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        return ByteBuffer.wrap(bytes, length, bytes.length - length);
    }

    /**
     * So many bytes have come.
     *
     * @return whether all of the answer is there
     * @throws IllegalArgumentException when they are no HTTP
     */
    boolean filled(int count) {
        length += count;
        if (headEnd == UNKNOWN && !readHead()) {
            return false;
        }
        if (chunked) {
            return readChunks();
        }
        if (length < headEnd + Math.max(0, contentLength)) {
            return false;
        }
        body = Arrays.copyOfRange(bytes, headEnd, headEnd + Math.max(0, contentLength));
        return contentLength != UNKNOWN;
    }

    /**
     * The connection has ended.
     *
     * @return whether that was the end of the answer
     */
    boolean ended() {
        if (headEnd == UNKNOWN || chunked || contentLength != UNKNOWN) {
            return false;
        }
        body = Arrays.copyOfRange(bytes, headEnd, length);
        return true;
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    /** Whether the server closes the connection behind it. */
    boolean closes() {
        return closes;
    }

    private boolean readHead() {
        int end = indexOf(END_OF_HEAD, 0);
        if (end < 0) {
            return false;
        }
        String[] lines = new String(bytes, 0, end, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT)
                .split("\r\n", -1);
        if (!lines[0].matches(STATUS_LINE)) {
            throw new IllegalArgumentException("an answer that is no HTTP");
        }
        status = Integer.parseInt(lines[0].substring(9, 12));
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            readHeader(
                    lines[i].substring(0, Math.max(0, colon)),
                    lines[i].substring(colon + 1).strip());
        }
        headEnd = end + END_OF_HEAD.length;
        return true;
    }

    private void readHeader(String name, String value) {
        switch (name) {
            case "content-length" -> contentLength = Integer.parseUnsignedInt(value);
            case "transfer-encoding" -> chunked = value.endsWith("chunked");
            case "connection" -> closes = value.equals("close");
            default -> {
                // Nothing that is needed here.
            }
        }
    }

    private boolean readChunks() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int position = headEnd;
        while (true) {
            int lineEnd = indexOf(new byte[] {'\r', '\n'}, position);
            if (lineEnd < 0) {
                return false;
            }
            String size = new String(bytes, position, lineEnd - position, StandardCharsets.ISO_8859_1);
            int chunk = Integer.parseUnsignedInt(size.replaceFirst(";.*", "").strip(), 16);
            int next = lineEnd + 2 + chunk + 2;
            if (next > length) {
                return false;
            }
            if (chunk == 0) {
                body = whole.toByteArray();
                return true;
            }
            whole.write(bytes, lineEnd + 2, chunk);
            position = next;
        }
    }

    private int indexOf(byte[] sought, int from) {
        for (int i = from; i <= length - sought.length; i++) {
            if (Arrays.equals(bytes, i, i + sought.length, sought, 0, sought.length)) {
                return i;
            }
        }
        return -1;
    }
}
