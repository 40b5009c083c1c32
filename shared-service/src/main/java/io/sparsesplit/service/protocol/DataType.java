package io.sparsesplit.service.protocol;

/** The types of elements that are read or written here. */
public enum DataType {
    /** An unsigned byte. */
    UINT8(1),
    /** Eight bytes, two's complement. */
    INT64(Long.BYTES),
    /** Four bytes, IEEE 754. */
    FP32(Float.BYTES),
    /** Any number of bytes, with their number as four bytes before them. */
    BYTES(0);

    private final int size;

    DataType(int size) {
        this.size = size;
    }

    /** Bytes of an element; 0 where they differ. */
    int size() {
        return size;
    }

    static DataType of(String name) {
        for (DataType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new ProtocolException("datatype %s is not read here: send BYTES, UINT8 or FP32.".formatted(name));
    }
}
