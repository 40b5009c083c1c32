package io.sparsesplit.cloud.oip;

import io.sparsesplit.cloud.classify.ClassificationMetrics;
import io.sparsesplit.cloud.classify.WholeModel;
import io.sparsesplit.cloud.classify.WholeModels;
import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.service.catalog.LoadedVersions;
import io.sparsesplit.service.oip.ImageInput;
import io.sparsesplit.service.oip.InferRequest;
import io.sparsesplit.service.oip.InferResponse;
import io.sparsesplit.service.oip.Metadata;
import io.sparsesplit.service.oip.Predictions;
import io.sparsesplit.service.oip.ProtocolProperties;
import io.sparsesplit.service.oip.RequestReader;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Answers the Open Inference Protocol with head and tail. */
@RestController
@Tag(name = "Open Inference Protocol", description = "What clients of other inference servers speak, version 2")
class ProtocolController {

    private static final String EXIT = "cloud";
    private static final String MODEL = "/v2/models/{model}";
    private static final String VERSION = MODEL + "/versions/{version}";

    private final LoadedVersions<CloudModel> versions;
    private final WholeModels models;
    private final ClassificationMetrics metrics;
    private final ProtocolProperties limits;

    ProtocolController(
            LoadedVersions<CloudModel> versions,
            WholeModels models,
            ClassificationMetrics metrics,
            ProtocolProperties limits) {
        this.versions = versions;
        this.models = models;
        this.metrics = metrics;
        this.limits = limits;
    }

    @Operation(summary = "Says what a model takes and gives")
    @ApiResponse(responseCode = "200", description = "Its inputs and outputs")
    @ApiResponse(responseCode = "404", description = "This model or version is not held")
    @GetMapping({MODEL, VERSION})
    Metadata.Model model(@PathVariable("model") String name, @PathVariable(required = false) @Nullable String version) {
        return Metadata.Model.of(
                loaded(name, version).manifest(),
                versions.all().stream()
                        .map(CloudModel::manifest)
                        .filter(manifest -> manifest.name().equals(name))
                        .map(Manifest::version)
                        .toList());
    }

    @Operation(summary = "Says whether a model answers")
    @ApiResponse(responseCode = "200", description = "It does")
    @ApiResponse(responseCode = "404", description = "This model or version is not held")
    @ApiResponse(responseCode = "503", description = "Its head cannot be loaded here")
    @GetMapping({MODEL + "/ready", VERSION + "/ready"})
    Metadata.ModelReady modelReady(
            @PathVariable("model") String name, @PathVariable(required = false) @Nullable String version) {
        return new Metadata.ModelReady(
                models.of(loaded(name, version)).cloud().manifest().name(), true);
    }

    @Operation(
            summary = "Classifies images",
            description = "The one input, `image`, is BYTES [n]: image files, base64 in JSON, or as they are with the"
                    + " binary tensor data extension; or UINT8 or FP32 [n, height, width]: pictures of the model's own"
                    + " size. Head and tail run here; parameters of the request change nothing.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(type = "object")),
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
    @ApiResponse(responseCode = "404", description = "This model or version is not held")
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
                    String headerLength)
            throws IOException {
        WholeModel model = models.of(loaded(name, version));
        byte[] body = Body.read(http, Math.toIntExact(limits.maxBody().toBytes()));
        InferRequest request = RequestReader.read(body, headerLength);
        ImageInput images = ImageInput.of(request, model.cloud().manifest().preprocessing(), limits.maxImages());
        List<Classification> classified = new ArrayList<>();
        images.files().forEach(file -> classified.add(counted(file, model::classify)));
        images.pictures().forEach(picture -> classified.add(counted(picture, model::classifyPicture)));
        List<String> labels = model.cloud().manifest().labels();
        Predictions predictions = new Predictions(classified.size(), labels.size());
        for (Classification answer : classified) {
            predictions.add(labels.get(answer.classIndex()), answer, EXIT);
        }
        return new InferResponse(
                        model.cloud().manifest().name(),
                        model.cloud().manifest().version(),
                        request.id(),
                        request.wanted(predictions.toTensors()))
                .toHttp();
    }

    private Classification counted(byte[] image, Function<byte[], Classification> classify) {
        long start = System.nanoTime();
        Classification classification = classify.apply(image);
        metrics.classified(image.length, System.nanoTime() - start);
        return classification;
    }

    private CloudModel loaded(String name, @Nullable String version) {
        return versions.find(name, version)
                .orElseThrow(() -> new ProblemException(
                        Problem.UNKNOWN_MODEL,
                        "Model %s%s is not held: ask for one of %s."
                                .formatted(
                                        name,
                                        version == null ? "" : " " + version,
                                        versions.all().stream()
                                                .map(model -> model.manifest().name() + " "
                                                        + model.manifest().version())
                                                .collect(Collectors.joining(", ")))));
    }
}
