package io.sparsesplit.edge.batch;

import io.sparsesplit.edge.inference.ImageProperties;
import io.sparsesplit.edge.inference.Inference;
import io.sparsesplit.edge.inference.InferenceRequest;
import io.sparsesplit.edge.outcome.Policy;
import io.sparsesplit.edge.rollout.Rollout;
import io.sparsesplit.edge.telemetry.EdgeMetrics;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import io.sparsesplit.service.tracing.Trace;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** From several images over HTTP to their answers. */
@RestController
@Tag(name = "Inference", description = "Classifies images")
class BatchController {

    static final String PATH = "/infer/batch";

    private static final String ZIP = "application/zip";
    private static final String TAR = "application/x-tar";

    private final Inference inference;
    private final Rollout rollout;
    private final EdgeMetrics metrics;
    private final BatchProperties limits;
    private final int maxImageBytes;

    BatchController(
            Inference inference, Rollout rollout, EdgeMetrics metrics, BatchProperties limits, ImageProperties images) {
        this.inference = inference;
        this.rollout = rollout;
        this.metrics = metrics;
        this.limits = limits;
        this.maxImageBytes = images.toLimits().maxBytes();
    }

    /**
     * What a browser's form sends.
     *
     * @param image the files
     */
    record Uploads(
            @ArraySchema(
                    arraySchema =
                            @Schema(description = "PNG, JPEG, GIF, BMP or WebP files, all in fields of this name"),
                    schema = @Schema(type = "string", format = "binary"))
            List<String> image) {}

    @Operation(
            operationId = "inferBatch",
            summary = "Classifies several images",
            description =
                    "Answers come in the order of the images, each either an answer or a problem: one that cannot"
                            + " be answered does not keep the others from it. All that the edge is not sure of travel to the"
                            + " cloud together. The body is read while it comes; what is not a file in an archive is passed over.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                                        schema = @Schema(implementation = Uploads.class)),
                                @Content(mediaType = ZIP, schema = @Schema(type = "string", format = "binary")),
                                @Content(mediaType = TAR, schema = @Schema(type = "string", format = "binary"))
                            }))
    @ApiResponse(
            responseCode = "200",
            description = "What became of each image",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = BatchAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "The form or archive is damaged or holds no image, or a parameter cannot be used")
    @ApiResponse(responseCode = "404", description = "This model or version is not loaded; loaded lists what is")
    @ApiResponse(responseCode = "406", description = "The answer is JSON only")
    @ApiResponse(
            responseCode = "413",
            description = "There are too many images, or too many bytes in all, packed or unpacked")
    @ApiResponse(responseCode = "415", description = "The Content-Type is not read here")
    @ApiResponse(responseCode = "500", description = "The service failed; traceId finds the reason in its log")
    @ApiResponse(
            responseCode = "503",
            description = "The service cannot answer now; Retry-After says when to try again")
    @PostMapping(
            path = PATH,
            consumes = {MediaType.MULTIPART_FORM_DATA_VALUE, ZIP, TAR},
            produces = MediaType.APPLICATION_JSON_VALUE)
    BatchAnswer infer(
            HttpServletRequest request,
            @Parameter(description = "who may answer, as for /infer; auto when left out")
                    @RequestParam(defaultValue = Policy.DEFAULT)
                    String policy,
            @Parameter(description = "as for /infer") @RequestParam(required = false) @Nullable Double minConfidence,
            @Parameter(description = "as for /infer, from the arrival of the last image")
                    @RequestParam(required = false)
                    @Nullable
                    Long deadlineMs,
            @Parameter(description = "as for /infer") @RequestParam(required = false) @Nullable String codec,
            @Parameter(name = "model", description = "as for /infer")
                    @RequestParam(name = "model", required = false)
                    @Nullable
                    String name,
            @Parameter(description = "as for /infer") @RequestParam(required = false) @Nullable String version,
            @Parameter(description = "W3C Trace Context: the trace that this request belongs to")
                    @RequestHeader(name = Trace.HEADER, required = false)
                    @Nullable
                    String traceparent)
            throws IOException {
        InferenceRequest wanted = InferenceRequest.of(
                rollout.choose(name, version), policy, minConfidence, deadlineMs, codec, traceparent, false);
        Batch batch = new Batch(inference.batch(wanted), limits, maxImageBytes);
        read(request, batch);
        List<BatchAnswer.Item> answers = batch.answer();
        if (answers.isEmpty()) {
            throw new ProblemException(
                    Problem.EMPTY_BODY,
                    "The body holds no image: send some, in fields 'image' or as an archive's files.");
        }
        for (BatchAnswer.Item item : answers) {
            if (item.problem() != null) {
                metrics.failed(item.problem().getStatus());
            }
        }
        return BatchAnswer.of(answers);
    }

    private void read(HttpServletRequest request, Batch batch) throws IOException {
        BoundedBody body =
                new BoundedBody(request.getInputStream(), limits.maxBytes().toBytes());
        String type = request.getContentType();
        MediaType media = MediaType.parseMediaType(type);
        if (media.isCompatibleWith(MediaType.MULTIPART_FORM_DATA)) {
            Form.read(type, body, batch);
        } else {
            (media.toString().startsWith(ZIP) ? Archive.ZIP : Archive.TAR).read(body, batch);
        }
    }
}
