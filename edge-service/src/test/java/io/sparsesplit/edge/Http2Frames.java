package io.sparsesplit.edge;

import java.nio.charset.StandardCharsets;

/** Finds the frames of HTTP/2 in what goes one way on a connection, in whatever pieces it comes. */
final class Http2Frames {

    static final int DATA = 0;
    static final int HEADERS = 1;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 9;

    private final byte[] header = new byte[HEADER_BYTES];
    private int headerBytes;
    private int skip;

    private Http2Frames(int skip) {
        this.skip = skip;
    }

    /** Whether a connection begins as HTTP/2 does. */
    static boolean beginIn(byte[] bytes, int length) {
        return length >= PREFACE.length && new String(bytes, 0, 4, StandardCharsets.US_ASCII).equals("PRI ");
    }

    static Http2Frames ofClient() {
        return new Http2Frames(PREFACE.length);
    }

    static Http2Frames ofServer() {
        return new Http2Frames(0);
    }

    /** How many frames of a type with a payload begin in the next bytes. */
    int begun(int type, byte[] bytes, int length) {
        int begun = 0;
        for (int i = 0; i < length; i++) {
            if (skip > 0) {
                skip--;
            } else {
                header[headerBytes++] = bytes[i];
                if (headerBytes == HEADER_BYTES) {
                    headerBytes = 0;
                    skip = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
                    begun += header[3] == type && skip > 0 ? 1 : 0;
                }
            }
        }
        return begun;
    }
}
