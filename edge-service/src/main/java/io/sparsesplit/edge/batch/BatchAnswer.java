package io.sparsesplit.edge.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sparsesplit.edge.web.Answer;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/**
 * What a client reads about the images of one request.
 *
 * @param images how many there were
 * @param answered how many of them have an answer
 * @param answers one for each image, in the order in which they came
 */
record BatchAnswer(
        @Schema(example = "2") int images,
        @Schema(example = "1") int answered,
        List<Item> answers) {

    static BatchAnswer of(List<Item> answers) {
        int answered =
                (int) answers.stream().filter(item -> item.answer() != null).count();
        return new BatchAnswer(answers.size(), answered, answers);
    }

    /**
     * What became of one image: an answer, or a problem.
     *
     * @param index 0 for the first
     * @param name of its file; null when it had none
     * @param answer as {@code /infer} gives it; left out when there is a problem
     * @param problem as {@code /infer} would have refused the image with (RFC 9457); left out when there is an answer
     */
    record Item(
            @Schema(example = "0") int index,
            @Schema(example = "digit-7.png") @Nullable String name,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Answer answer,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(ref = "#/components/schemas/Problem") @Nullable
            ProblemDetail problem) {}
}
