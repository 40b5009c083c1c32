package io.sparsesplit.cloud;

import io.micrometer.core.instrument.Timer;
import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.codec.CompletionFrame;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.codec.MalformedFrameException;
import io.sparsesplit.model.codec.SealedFrame;
import io.sparsesplit.model.network.Classification;
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
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** From the features of images to their classes. */
@RestController
@Tag(name = "Completion", description = "The cloud's part of a classification")
class CompletionController {

    private static final MediaType BINARY = MediaType.parseMediaType(CompletionFrame.MEDIA_TYPE);

    private final LoadedModels models;
    private final CompletionProperties limits;
    private final CloudMetrics metrics;

    CompletionController(LoadedModels models, CompletionProperties limits, CloudMetrics metrics) {
        this.models = models;
        this.limits = limits;
        this.metrics = metrics;
    }

    /**
     * An answer in JSON.
     *
     * @param answers one per frame, in the same order
     */
    record Answers(List<Completion.Json> answers) {}

    @Operation(
            summary = "Completes what an edge began",
            description = "The body is one or more frames of features, the last one marked as such; the answers come in"
                    + " the same order. The frame formats are specified in the Javadoc of Frame and CompletionFrame.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = Frame.MEDIA_TYPE,
                                            schema = @Schema(type = "string", format = "binary"))))
    @ApiResponse(
            responseCode = "200",
            description = "All frames are answered",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = Answers.class)),
                @Content(mediaType = CompletionFrame.MEDIA_TYPE, schema = @Schema(type = "string", format = "binary"))
            })
    @ApiResponse(
            responseCode = "400",
            description =
                    "A frame is malformed (offset says where), damaged or of a model whose fingerprint begins alike, or"
                            + " of a codec that its model does not offer; or the body is empty")
    @ApiResponse(responseCode = "406", description = "The answer is neither JSON nor completion frames")
    @ApiResponse(
            responseCode = "409",
            description = "No model is held whose fingerprint begins like that of a frame; held lists those that are")
    @ApiResponse(responseCode = "413", description = "The body has too many bytes")
    @ApiResponse(responseCode = "415", description = "The body is not of type " + Frame.MEDIA_TYPE)
    @PostMapping(
            path = "/complete",
            consumes = Frame.MEDIA_TYPE,
            produces = {MediaType.APPLICATION_JSON_VALUE, CompletionFrame.MEDIA_TYPE})
    ResponseEntity<Object> complete(
            HttpServletRequest request,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable
                    String accept)
            throws IOException {
        List<Completion> completions = completions(request);
        if (accept == null || !accept.contains(CompletionFrame.MEDIA_TYPE)) {
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(new Answers(
                            completions.stream().map(Completion::toJson).toList()));
        }
        byte[] answer = CompletionFrame.toBytes(
                completions.stream().map(Completion::toFrame).toList());
        metrics.answered(answer.length);
        return ResponseEntity.ok().contentType(BINARY).body(answer);
    }

    private List<Completion> completions(HttpServletRequest request) throws IOException {
        try {
            byte[] body = Body.read(request, Math.toIntExact(limits.maxBody().toBytes()));
            List<Completion> completions = SealedFrame.readAll(body, limits.maxFrames()).stream()
                    .map(this::complete)
                    .toList();
            metrics.completed(completions.size(), body.length);
            return completions;
        } catch (MalformedFrameException e) {
            metrics.rejected(Rejection.MALFORMED);
            throw e;
        } catch (ProblemException e) {
            metrics.rejected(
                    switch (e.problem()) {
                        case UNKNOWN_FINGERPRINT -> Rejection.UNKNOWN_FINGERPRINT;
                        case TOO_LARGE -> Rejection.TOO_LARGE;
                        case EMPTY_BODY -> Rejection.EMPTY;
                        default -> Rejection.MALFORMED;
                    });
            throw e;
        }
    }

    private Completion complete(SealedFrame sealed) {
        CloudModel model = models.of(sealed);
        Frame frame = sealed.open(model.fingerprint().toBytes());
        FeatureCodec codec = model.codecs()
                .of(frame.codec())
                .orElseThrow(() -> new ProblemException(
                        Problem.MALFORMED_FRAME,
                        "The features are encoded as %s, which the model does not offer: send them as one of %s."
                                .formatted(frame.codec(), model.codecs().names())));
        Timer.Sample sample = Timer.start();
        Classification classification = model.tail().classify(codec.decode(frame.payload()));
        sample.stop(metrics.tail(model));
        return new Completion(model, classification);
    }
}
