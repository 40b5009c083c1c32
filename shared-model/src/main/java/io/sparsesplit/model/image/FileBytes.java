package io.sparsesplit.model.image;

import java.util.Arrays;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file in memory for an image reader. A reader that looks ahead gets zeros for a few bytes behind the end, and a refusal
 * when it goes on: the WebP reader would otherwise take all that is missing for zeros, at the price of an exception per
 * bit.
 */
final class FileBytes extends ImageInputStreamImpl {

    private final byte[] file;
    private final int lookAhead;

    FileBytes(byte[] file, int lookAhead) {
        this.file = file;
        this.lookAhead = lookAhead;
    }

    @Override
    public int read() throws IIOException {
        bitOffset = 0;
        if (streamPos < file.length) {
            return Byte.toUnsignedInt(file[(int) streamPos++]);
        }
        return lookedAhead(1) == 0 ? -1 : 0;
    }

    /** Never fewer bytes than asked for while there are any, zeros included: {@code readLong} does not ask twice. */
    @Override
    public int read(byte[] target, int offset, int length) throws IIOException {
        bitOffset = 0;
        int count = (int) Math.max(0, Math.min(length, file.length - streamPos));
        System.arraycopy(file, (int) Math.min(streamPos, file.length), target, offset, count);
        streamPos += count;
        int zeros = lookedAhead(length - count);
        Arrays.fill(target, offset + count, offset + count + zeros, (byte) 0);
        return count + zeros == 0 ? -1 : count + zeros;
    }

    @Override
    public long length() {
        return file.length;
    }

    private int lookedAhead(int length) throws IIOException {
        if (lookAhead == 0 || length == 0) {
            return 0;
        }
        streamPos += length;
        if (streamPos > (long) file.length + lookAhead) {
            throw new IIOException("cut short");
        }
        return length;
    }
}
