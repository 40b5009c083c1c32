package io.sparsesplit.trainer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerBufferTest {

    private final AnswerBuffer answer = new AnswerBuffer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 \r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nconnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n"
            })
    void anAnswerIsCompleteWithItsLastByte(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            answer.space().put(bytes[i]);
            assertThat(answer.filled(1)).isEqualTo(i == bytes.length - 1);
        }
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).asString().isEqualTo("hello");
        assertThat(answer.closes()).isEqualTo(text.contains("close"));
    }

    @Test
    void anAnswerWithoutALengthEndsWithItsConnection() {
        assertThat(fill("HTTP/1.0 503 Busy\r\n\r\nno")).isFalse();
        assertThat(answer.ended()).isTrue();
        assertThat(answer.body()).asString().isEqualTo("no");
    }

    @Test
    void anAnswerThatIsCutIsNone() {
        assertThat(fill("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell")).isFalse();
        assertThat(answer.ended()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"
            })
    void whatIsNoHttpIsRefused(String text) {
        assertThatThrownBy(() -> fill(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private boolean fill(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        answer.space().put(bytes);
        return answer.filled(bytes.length);
    }
}
