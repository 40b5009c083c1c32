package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.service.Http.Reply;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console as it travels: where it is, with which headers, and that nothing else is disturbed by it. */
@ExtendWith(ServicePair.Shared.class)
class ConsolePageTest {

    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"#]+)\"|from '\\./([^']+)'");

    private final ServicePair pair;

    ConsolePageTest(ServicePair pair) {
        this.pair = pair;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/favicon.svg", "/console/main.js", "/samples/digit-0.png"})
    void allOfItSaysWhatItMayDo(String path) {
        Reply reply = pair.http.get(path);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(header(reply, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:", "*");
        assertThat(header(reply, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(reply, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(reply, "Permissions-Policy")).startsWith("camera=(self)");
        assertThat(header(reply, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void everythingThatItRefersToIsThere() {
        String page = pair.http.get("/").text();
        assertThat(page).contains("<title>SparseSplit edge</title>");
        assertThat(REFERENCE.matcher(page).results().map(MatchResult::group)).hasSizeGreaterThan(5);
        REFERENCE.matcher(page).results().map(match -> "/" + match.group(1)).forEach(this::assertThere);
        REFERENCE
                .matcher(pair.http.get("/console/main.js").text())
                .results()
                .map(match -> "/console/" + match.group(2))
                .forEach(this::assertThere);
    }

    private void assertThere(String path) {
        assertThat(path).doesNotContain(":");
        assertThat(pair.http.get(path).status()).as(path).isIn(200, 302);
    }

    @Test
    void whatIsNotPartOfItIsAProblemAsEverywhere() {
        Reply reply = pair.http.get("/console/nothing.js");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.contentType()).isEqualTo("application/problem+json");
        assertThat(reply.json().path("detail").asString())
                .isEqualTo("There is nothing at /console/nothing.js: /swagger-ui.html shows what there is.");
    }

    @Test
    void otherAnswersKeepTheirHeaders() {
        assertThat(pair.http.get("/actuator/health").response().headers().firstValue("Content-Security-Policy"))
                .isEmpty();
    }

    private static String header(Reply reply, String name) {
        return reply.response().headers().firstValue(name).orElse("");
    }
}
