package io.sparsesplit.edge.oip;

import io.sparsesplit.edge.inference.BatchInference;
import io.sparsesplit.edge.inference.Inference;
import io.sparsesplit.edge.inference.InferenceRequest;
import io.sparsesplit.edge.inference.InferenceResult;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.models.ServedModels;
import io.sparsesplit.edge.outcome.Policy;
import io.sparsesplit.edge.rollout.Rollout;
import io.sparsesplit.service.oip.ImageInput;
import io.sparsesplit.service.oip.InferRequest;
import io.sparsesplit.service.oip.InferResponse;
import io.sparsesplit.service.oip.Metadata;
import io.sparsesplit.service.oip.Predictions;
import io.sparsesplit.service.oip.ProtocolProperties;
import io.sparsesplit.service.oip.RequestReader;
import io.sparsesplit.service.oip.Tensor;
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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Answers the Open Inference Protocol by the same way as {@code /infer}: head, exit, cloud. */
@RestController
@Tag(name = "Open Inference Protocol", description = "What clients of other inference servers speak, version 2")
class ProtocolController {

    private static final String MODEL = "/v2/models/{model}";
    private static final String VERSION = MODEL + "/versions/{version}";

    private static final String EXAMPLE = """
            {"id":"42","parameters":{"policy":"auto"},
             "inputs":[{"name":"image","shape":[1],"datatype":"BYTES",
               "parameters":{"content_type":"base64"},"data":["iVBORw0KGgo..."]}],
             "outputs":[{"name":"label"},{"name":"exit"}]}""";

    private final Inference inference;
    private final ServedModels models;
    private final Rollout rollout;
    private final ProtocolProperties limits;

    ProtocolController(Inference inference, ServedModels models, Rollout rollout, ProtocolProperties limits) {
        this.inference = inference;
        this.models = models;
        this.rollout = rollout;
        this.limits = limits;
    }

    @Operation(summary = "Says what a model takes and gives")
    @ApiResponse(responseCode = "200", description = "Its inputs and outputs")
    @ApiResponse(responseCode = "404", description = "This model or version is not loaded")
    @GetMapping({MODEL, VERSION})
    Metadata.Model model(@PathVariable("model") String name, @PathVariable(required = false) @Nullable String version) {
        ServedModel model = models.choose(name, version);
        return Metadata.Model.of(
                model.manifest(),
                models.all().stream()
                        .map(ServedModel::manifest)
                        .filter(manifest -> manifest.name().equals(name))
                        .map(manifest -> manifest.version())
                        .toList());
    }

    @Operation(summary = "Says whether a model answers")
    @ApiResponse(responseCode = "200", description = "It does")
    @ApiResponse(responseCode = "404", description = "This model or version is not loaded")
    @GetMapping({MODEL + "/ready", VERSION + "/ready"})
    Metadata.ModelReady modelReady(
            @PathVariable("model") String name, @PathVariable(required = false) @Nullable String version) {
        return new Metadata.ModelReady(models.choose(name, version).manifest().name(), true);
    }

    @Operation(
            summary = "Classifies images",
            description = "The one input, `image`, is BYTES [n]: image files, base64 in JSON, or as they are with the"
                    + " binary tensor data extension; or UINT8 or FP32 [n, height, width]: pictures of the model's own"
                    + " size. Parameters of the request are those of /infer: policy, minConfidence, deadlineMs, codec.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(type = "object"),
                                        examples = @ExampleObject(EXAMPLE)),
                                @Content(
                                        mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                                        schema = @Schema(type = "string", format = "binary"))
                            }))
    @ApiResponse(
            responseCode = "200",
            description = "The outputs: probabilities, label, class, confidence, exit",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object")),
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                        schema = @Schema(type = "string", format = "binary"))
            })
    @ApiResponse(responseCode = "400", description = "The request, a tensor or an image cannot be read")
    @ApiResponse(responseCode = "404", description = "This model or version is not loaded")
    @ApiResponse(responseCode = "413", description = "The body, or an image, is too large")
    @ApiResponse(responseCode = "415", description = "The bytes are not an image that is read here")
    @ApiResponse(responseCode = "422", description = "An image shows nothing to classify")
    @ApiResponse(responseCode = "500", description = "The service failed")
    @ApiResponse(
            responseCode = "503",
            description = "The service cannot answer now; Retry-After says when to try again")
    @PostMapping({MODEL + "/infer", VERSION + "/infer"})
    ResponseEntity<byte[]> infer(
            HttpServletRequest http,
            @PathVariable("model") String name,
            @PathVariable(required = false) @Nullable String version,
            @Parameter(description = "length of the JSON object, where binary data follows")
                    @RequestHeader(name = RequestReader.HEADER_LENGTH, required = false)
                    @Nullable
                    String headerLength,
            @Parameter(description = "W3C Trace Context: the trace that this request belongs to")
                    @RequestHeader(name = Trace.HEADER, required = false)
                    @Nullable
                    String traceparent)
            throws IOException {
        ServedModel model = rollout.choose(name, version);
        byte[] body = Body.read(http, Math.toIntExact(limits.maxBody().toBytes()));
        InferRequest request = RequestReader.read(body, headerLength);
        ImageInput images = ImageInput.of(request, model.manifest().preprocessing(), limits.maxImages());
        InferenceRequest wanted = wanted(model, request, traceparent);
        return new InferResponse(
                        model.manifest().name(),
                        model.manifest().version(),
                        request.id(),
                        request.wanted(predictions(results(images, wanted), model)))
                .toHttp();
    }

    private static InferenceRequest wanted(ServedModel model, InferRequest request, @Nullable String traceparent) {
        String policy = request.text("policy");
        Number minConfidence = request.number("minConfidence");
        Number deadlineMs = request.number("deadlineMs");
        return InferenceRequest.of(
                model,
                policy == null ? Policy.DEFAULT : policy,
                minConfidence == null ? null : minConfidence.doubleValue(),
                deadlineMs == null ? null : deadlineMs.longValue(),
                request.text("codec"),
                traceparent,
                false);
    }

    private List<InferenceResult> results(ImageInput images, InferenceRequest wanted) {
        BatchInference batch = inference.batch(wanted);
        images.files().forEach(batch::add);
        images.pictures().forEach(batch::addPicture);
        return batch.results();
    }

    private static List<Tensor> predictions(List<InferenceResult> results, ServedModel model) {
        Predictions predictions =
                new Predictions(results.size(), model.manifest().labels().size());
        for (InferenceResult result : results) {
            predictions.add(
                    result.label(), result.classification(), result.exit().toString());
        }
        return predictions.toTensors();
    }
}
