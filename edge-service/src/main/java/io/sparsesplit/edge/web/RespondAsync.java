package io.sparsesplit.edge.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** The preference to be answered at once, RFC 7240, section 4.1. */
final class RespondAsync {

    static final String HEADER = "Prefer";
    static final String PREFERENCE = "respond-async";

    private static final String APPLIED = "Preference-Applied";
    private static final Pattern TOKEN =
            Pattern.compile("\\s*" + PREFERENCE + "\\s*([;=].*)?", Pattern.CASE_INSENSITIVE);

    private RespondAsync() {}

    /**
     * Whether a client has it.
     *
     * @param preferences the elements of its headers {@code Prefer}
     */
    static boolean isIn(@Nullable List<String> preferences) {
        return preferences != null
                && preferences.stream()
                        .anyMatch(preference -> TOKEN.matcher(preference).matches());
    }

    /** That it was applied. */
    static ResponseEntity<Answer> accepted(HttpServletRequest request, Answer provisional) {
        return ResponseEntity.accepted()
                .location(URI.create(request.getContextPath() + "/inferences/" + provisional.id()))
                .header(APPLIED, PREFERENCE)
                .body(provisional);
    }
}
