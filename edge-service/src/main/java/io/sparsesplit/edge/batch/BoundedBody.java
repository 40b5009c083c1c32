package io.sparsesplit.edge.batch;

import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that is read while it comes, and no further than allowed. Knows whether a failure was the connection's: all others
 * are those of the format that is read from it.
 */
final class BoundedBody extends FilterInputStream {

    /** {@code PK}, 5, 6: the end of central directory record. */
    private static final int END_OF_ZIP = 0x504B0506;

    private final long max;
    private long count;
    private boolean broken;
    private int lastFour;
    private boolean zipEnded;

    BoundedBody(InputStream body, long max) {
        super(body);
        this.max = max;
    }

    /** Whether the client went away, or was too slow. */
    boolean broken() {
        return broken;
    }

    /** Whether the signature of a ZIP archive's end was read, which no reader of its entries asks for. */
    boolean zipEnded() {
        return zipEnded;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n;
        try {
            n = in.read(bytes, offset, length);
        } catch (IOException e) {
            broken = true;
            throw e;
        }
        count += Math.max(0, n);
        if (count > max) {
            throw tooLarge(max);
        }
        for (int i = offset; i < offset + n; i++) {
            lastFour = (lastFour << Byte.SIZE) | (bytes[i] & 0xFF);
            zipEnded |= lastFour == END_OF_ZIP;
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        return n <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(n, 1 << 13)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    static ProblemException tooLarge(long max) {
        return new ProblemException(
                Problem.TOO_LARGE,
                "The images of a request may have %d bytes in all, packed and unpacked: send fewer at once."
                        .formatted(max));
    }
}
