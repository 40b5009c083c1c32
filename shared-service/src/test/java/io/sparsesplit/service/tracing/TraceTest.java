package io.sparsesplit.service.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {

    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void idAndFlagsOfATraceparentAreKept() {
        Trace trace = Trace.of("00-" + ID + "-00f067aa0ba902b7-01");

        assertThat(trace).isEqualTo(new Trace(ID, "00f067aa0ba902b7", "01"));
        assertThat(trace.toHeader()).isEqualTo("00-" + ID + "-00f067aa0ba902b7-01");
        assertThat(trace.isSampled()).isTrue();
    }

    @Test
    void aLaterVersionMayHaveMoreFields() {
        assertThat(Trace.of("01-" + ID + "-00f067aa0ba902b7-00-more").id()).isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "ff-" + ID + "-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + ID + "-0000000000000000-01",
                "00-" + ID + "-00f067aa0ba902b7",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"
            })
    void aNewTraceIsBegunWhenTheHeaderIsNotValid(String header) {
        assertThat(Trace.of(header).id()).matches("[0-9a-f]{32}").isNotEqualTo(ID);
    }

    @Test
    void aNewTraceIsBegunWithoutAHeader() {
        assertThat(Trace.of(null).id())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(Trace.of(null).id());
        assertThat(Trace.of(null).isSampled()).isFalse();
    }
}
