package io.sparsesplit.edge.outbox;

import io.sparsesplit.model.artifact.ModelPart;
import java.util.HexFormat;
import java.util.List;

/**
 * What is kept of a model, so that what waits can be sent, and read, when the model is no longer loaded.
 *
 * @param fingerprint 64 hexadecimal digits
 * @param labels of its classes
 */
public record KnownModel(String name, String version, String fingerprint, List<String> labels) {

    /** The fingerprint's 32 bytes. */
    public byte[] fingerprintBytes() {
        return HexFormat.of().parseHex(fingerprint);
    }

    public static KnownModel of(ModelPart model) {
        return new KnownModel(
                model.manifest().name(),
                model.manifest().version(),
                model.fingerprint().toString(),
                model.manifest().labels());
    }
}
