package io.sparsesplit.service.oip;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Bodies of requests and answers. */
final class Fixture {

    private Fixture() {}

    static byte[] bytes(String name) {
        try (InputStream file = Objects.requireNonNull(Fixture.class.getResourceAsStream(name), name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
