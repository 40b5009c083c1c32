package io.sparsesplit.service.oip;

/** The types of elements that the protocol has. Binary data is little-endian. */
public enum DataType {
    /** A byte, 0 or 1. */
    BOOL(1, 0, 1),
    UINT8(1, 0, 0xFF),
    UINT16(2, 0, 0xFFFF),
    UINT32(4, 0, 0xFFFF_FFFFL),
    /** In JSON only up to 2^53, as a JSON number goes. */
    UINT64(8, 0, 1L << 53),
    INT8(1, Byte.MIN_VALUE, Byte.MAX_VALUE),
    INT16(2, Short.MIN_VALUE, Short.MAX_VALUE),
    INT32(4, Integer.MIN_VALUE, Integer.MAX_VALUE),
    /** In JSON only from -2^53 to 2^53. */
    INT64(8, -(1L << 53), 1L << 53),
    /** IEEE 754 binary16; in binary data only. */
    FP16(2, 0, 0),
    /** IEEE 754 binary32. */
    FP32(4, 0, 0),
    /** IEEE 754 binary64. */
    FP64(8, 0, 0),
    /** Any number of bytes; in binary data with their number as an unsigned 32-bit number before them. */
    BYTES(0, 0, 0);

    private final int size;
    private final long least;
    private final long most;

    DataType(int size, long least, long most) {
        this.size = size;
        this.least = least;
        this.most = most;
    }

    /** Bytes of an element in binary data; 0 where they differ. */
    int size() {
        return size;
    }

    /** Of a whole number in JSON. */
    long least() {
        return least;
    }

    /** Of a whole number in JSON. */
    long most() {
        return most;
    }

    static DataType of(String name) {
        for (DataType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new ProtocolException("datatype %s is none of the protocol: send BYTES, UINT8 or FP32.".formatted(name));
    }
}
