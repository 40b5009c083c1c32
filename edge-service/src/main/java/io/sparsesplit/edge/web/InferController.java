package io.sparsesplit.edge.web;

import io.sparsesplit.edge.inference.ImageProperties;
import io.sparsesplit.edge.inference.Inference;
import io.sparsesplit.edge.inference.InferenceRequest;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.outcome.Policy;
import io.sparsesplit.edge.rollout.Rollout;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import io.sparsesplit.service.tracing.Trace;
import io.sparsesplit.service.web.Body;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/** From an image over HTTP to its answer. */
@RestController
@Tag(name = "Inference", description = "Classifies images")
class InferController {

    private static final String FIELD = "image";

    private final Inference inference;
    private final Rollout rollout;
    private final ImageProperties limits;

    InferController(Inference inference, Rollout rollout, ImageProperties limits) {
        this.inference = inference;
        this.rollout = rollout;
        this.limits = limits;
    }

    /**
     * What a browser's form sends.
     *
     * @param image the file
     */
    record Upload(
            @Schema(type = "string", format = "binary", description = "PNG, JPEG, GIF, BMP or WebP")
            String image) {}

    @Operation(
            operationId = "inferImage",
            summary = "Classifies an image",
            description = "The edge answers by itself when it is sure enough, else it asks the cloud. When the cloud"
                    + " cannot answer, the edge does, with `degraded: true`: an image that can be decoded always gets an"
                    + " answer.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            description =
                                    "The bytes of an image file; its format is told by them, not by Content-Type.",
                            content = {
                                @Content(
                                        mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                                        schema = @Schema(implementation = Upload.class)),
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
                                @Content(
                                        mediaType = "image/webp",
                                        schema = @Schema(type = "string", format = "binary")),
                                @Content(
                                        mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                                        schema = @Schema(type = "string", format = "binary"))
                            }))
    @ApiResponse(
            responseCode = "200",
            description = "The answer, and the way it took",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = Answer.class),
                            examples = {
                                @ExampleObject(
                                        name = "edge",
                                        summary = "the edge was sure",
                                        value = AnswerExamples.EDGE),
                                @ExampleObject(
                                        name = "cloud",
                                        summary = "the cloud was asked",
                                        value = AnswerExamples.CLOUD),
                                @ExampleObject(
                                        name = "edge-fallback",
                                        summary = "the cloud could not be reached",
                                        value = AnswerExamples.FALLBACK)
                            }))
    @ApiResponse(
            responseCode = "202",
            description =
                    "The edge was not sure, and the client prefers `respond-async`: what the edge thinks, while the"
                            + " cloud's answer is to come at `Location`",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = Answer.class),
                            examples =
                                    @ExampleObject(
                                            name = "edge-provisional",
                                            summary = "the cloud is asked later",
                                            value = AnswerExamples.PROVISIONAL)))
    @ApiResponse(
            responseCode = "400",
            description = "The image is damaged, the body is empty, or a parameter cannot be used")
    @ApiResponse(responseCode = "404", description = "This model or version is not loaded; loaded lists what is")
    @ApiResponse(responseCode = "406", description = "The answer is JSON only")
    @ApiResponse(responseCode = "413", description = "The image has too many bytes or pixels")
    @ApiResponse(responseCode = "415", description = "The Content-Type, or the format of the bytes, is not read here")
    @ApiResponse(responseCode = "422", description = "The image can be read, but shows nothing to classify")
    @ApiResponse(responseCode = "500", description = "The service failed; traceId finds the reason in its log")
    @ApiResponse(responseCode = "503", description = "The service is about to stop, or cannot answer now")
    @PostMapping(
            path = "/infer",
            consumes = {
                MediaType.IMAGE_PNG_VALUE,
                "image/*",
                MediaType.APPLICATION_OCTET_STREAM_VALUE,
                MediaType.MULTIPART_FORM_DATA_VALUE
            },
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Answer> infer(
            HttpServletRequest request,
            @Parameter(
                            description =
                                    "who may answer; auto when left out. auto - the edge when sure, else the cloud;"
                                            + " local-only - the edge;"
                                            + " remote-only - the cloud, to which the image itself travels; split - the"
                                            + " cloud, to which features travel",
                            schema = @Schema(allowableValues = {"auto", "local-only", "remote-only", "split"}))
                    @RequestParam(defaultValue = Policy.DEFAULT)
                    String policy,
            @Parameter(
                            description =
                                    "0 to 1, for example 0.9: least certainty for the edge to answer, in place of the model's own"
                                            + " thresholds, and whatever the controller has set; it changes nothing but reason when"
                                            + " policy is local-only, and nothing when it is remote-only or split",
                            schema = @Schema(type = "number", format = "double", minimum = "0", maximum = "1"))
                    @RequestParam(required = false)
                    @Nullable
                    Double minConfidence,
            @Parameter(
                            description =
                                    "milliseconds from the arrival of the image, for example 500, after which the edge answers"
                                            + " without waiting longer for the cloud; the service's own deadline is the upper"
                                            + " bound; without effect when policy is local-only",
                            schema = @Schema(type = "integer", format = "int64", minimum = "1"))
                    @RequestParam(required = false)
                    @Nullable
                    Long deadlineMs,
            @Parameter(
                            description = "how the features travel, if they do: one of those that the model offers;"
                                    + " the one that the controller has set, or the model's standard, when left out;"
                                    + " without effect when policy is remote-only",
                            schema =
                                    @Schema(
                                            allowableValues = {
                                                "float32",
                                                "uint8",
                                                "packed",
                                                "run-length",
                                                "deflate",
                                                "entropy"
                                            }))
                    @RequestParam(required = false)
                    @Nullable
                    String codec,
            @Parameter(
                            name = "model",
                            description = "answer with this model, for example mnist; the default's when left out")
                    @RequestParam(name = "model", required = false)
                    @Nullable
                    String name,
            @Parameter(description = "answer with this version, for example 3.1.0; the default when left out")
                    @RequestParam(required = false)
                    @Nullable
                    String version,
            @Parameter(description = "W3C Trace Context: the trace that this request belongs to")
                    @RequestHeader(name = Trace.HEADER, required = false)
                    @Nullable
                    String traceparent,
            @Parameter(
                            description =
                                    "RFC 7240: `respond-async` has the edge answer at once, with 202 where the cloud's"
                                            + " answer follows; without effect on an edge that has no outbox",
                            schema = @Schema(type = "string"))
                    @RequestHeader(name = RespondAsync.HEADER, required = false)
                    @Nullable
                    List<String> prefer)
            throws IOException {
        ServedModel model = rollout.choose(name, version);
        InferenceRequest wanted = InferenceRequest.of(
                model, policy, minConfidence, deadlineMs, codec, traceparent, RespondAsync.isIn(prefer));
        Answer answer = Answer.of(inference.answer(image(request), wanted));
        return answer.id() == null ? ResponseEntity.ok(answer) : RespondAsync.accepted(request, answer);
    }

    private byte[] image(HttpServletRequest request) throws IOException {
        if (!(request instanceof MultipartHttpServletRequest form)) {
            return Body.read(request, Math.toIntExact(limits.maxBytes().toBytes()));
        }
        MultipartFile file = form.getFile(FIELD);
        if (file == null) {
            throw new ProblemException(
                    Problem.MALFORMED_MULTIPART,
                    "The form has no file in field '%s': send it like curl -F %s=@digit.png does."
                            .formatted(FIELD, FIELD));
        }
        return file.getBytes();
    }
}
