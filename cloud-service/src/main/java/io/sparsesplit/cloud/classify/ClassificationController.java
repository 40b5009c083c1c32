package io.sparsesplit.cloud.classify;

import io.sparsesplit.cloud.Completion;
import io.sparsesplit.model.codec.CompletionFrame;
import io.sparsesplit.model.image.ImageException;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import io.sparsesplit.service.web.Body;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** From a whole image to its class, for edges that leave all of it to the cloud. */
@RestController
@ConditionalOnBooleanProperty(name = "sparsesplit.classification.enabled", matchIfMissing = true)
@Tag(name = "Classification", description = "Both parts of a classification")
class ClassificationController {

    private static final MediaType BINARY = MediaType.parseMediaType(CompletionFrame.MEDIA_TYPE);

    private final WholeModels models;
    private final ClassificationProperties limits;
    private final ClassificationMetrics metrics;

    ClassificationController(WholeModels models, ClassificationProperties limits, ClassificationMetrics metrics) {
        this.models = models;
        this.limits = limits;
        this.metrics = metrics;
    }

    @Operation(
            summary = "Classifies an image",
            description =
                    "Head and tail of the model both run here, and no exit answers: what `policy=remote-only` of an"
                            + " edge asks for. The format of the binary answer is specified in the Javadoc of CompletionFrame.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            description =
                                    "The bytes of an image file; its format is told by them, not by Content-Type.",
                            content = {
                                @Content(
                                        mediaType = MediaType.IMAGE_PNG_VALUE,
                                        schema = @Schema(type = "string", format = "binary")),
                                @Content(
                                        mediaType = MediaType.IMAGE_JPEG_VALUE,
                                        schema = @Schema(type = "string", format = "binary")),
                                @Content(mediaType = "image/bmp", schema = @Schema(type = "string", format = "binary")),
                                @Content(
                                        mediaType = MediaType.IMAGE_GIF_VALUE,
                                        schema = @Schema(type = "string", format = "binary")),
                                @Content(mediaType = "image/webp", schema = @Schema(type = "string", format = "binary"))
                            }))
    @ApiResponse(
            responseCode = "200",
            description = "The answer",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = Completion.Json.class)),
                @Content(mediaType = CompletionFrame.MEDIA_TYPE, schema = @Schema(type = "string", format = "binary"))
            })
    @ApiResponse(
            responseCode = "400",
            description = "The image is damaged, the body is empty, or model is not the beginning of one fingerprint")
    @ApiResponse(responseCode = "406", description = "The answer is neither JSON nor a completion frame")
    @ApiResponse(
            responseCode = "409",
            description = "No model is held whose fingerprint begins like that; held lists those that are")
    @ApiResponse(responseCode = "413", description = "The image has too many bytes or pixels")
    @ApiResponse(responseCode = "415", description = "The Content-Type, or the format of the bytes, is not read here")
    @ApiResponse(responseCode = "422", description = "The image can be read, but shows nothing to classify")
    @ApiResponse(responseCode = "404", description = "The model's head cannot be loaded here")
    @PostMapping(
            path = "/classify",
            consumes = {MediaType.IMAGE_PNG_VALUE, "image/*", MediaType.APPLICATION_OCTET_STREAM_VALUE},
            produces = {MediaType.APPLICATION_JSON_VALUE, CompletionFrame.MEDIA_TYPE})
    ResponseEntity<Object> classify(
            HttpServletRequest request,
            @Parameter(
                            description = "the first 4 to 64 hexadecimal digits of the model's fingerprint, for example"
                                    + " 3784c4cf17088910; the cloud's default model when left out")
                    @RequestParam(required = false)
                    @Nullable
                    String model,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable
                    String accept)
            throws IOException {
        Completion answer = answer(request, model);
        if (accept == null || !accept.contains(CompletionFrame.MEDIA_TYPE)) {
            return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(answer.toJson());
        }
        return ResponseEntity.ok().contentType(BINARY).body(CompletionFrame.toBytes(List.of(answer.toFrame())));
    }

    private Completion answer(HttpServletRequest request, @Nullable String fingerprint) throws IOException {
        try {
            byte[] image = Body.read(request, limits.toLimits().maxBytes());
            long start = System.nanoTime();
            WholeModel model = models.of(fingerprint);
            Completion answer = new Completion(model.cloud(), model.classify(image));
            metrics.classified(image.length, System.nanoTime() - start);
            return answer;
        } catch (ProblemException e) {
            metrics.rejected(e.problem());
            throw e;
        } catch (ImageException e) {
            metrics.rejected(Problem.of(e));
            throw e;
        }
    }
}
