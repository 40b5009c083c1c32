package io.sparsesplit.edge.adaptation;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Holds the controller where an operator wants it, and lets it go again. */
@RestController
@RequestMapping(path = "/management/controller", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Controller", description = "What moves thresholds and codec")
class PinController {

    private static final String KEY = "Wants Authorization: Bearer KEY, with the key of sparsesplit.management.key.";

    private final Controller controller;

    PinController(Controller controller) {
        this.controller = controller;
    }

    @Operation(operationId = "controller", summary = "Says what the controller measures and has set")
    @ApiResponse(responseCode = "200", description = "As /actuator/controller")
    @GetMapping
    ControllerView view() {
        return ControllerView.of(controller);
    }

    @Operation(summary = "Lets the controller stay where it is, or where it is told to", description = KEY)
    @ApiResponse(responseCode = "200", description = "It stays there until it is unpinned or the service ends")
    @ApiResponse(responseCode = "400", description = "It is off, or that is beyond its bounds")
    @ApiResponse(responseCode = "401", description = "The key is missing or wrong")
    @ApiResponse(responseCode = "403", description = "No key is set: nothing can be changed over HTTP")
    @PostMapping("/pin")
    ControllerView pin(
            @Parameter(description = "added to the exits' thresholds, for example -0.1; where it is when left out")
                    @RequestParam(required = false)
                    @Nullable
                    Double offset,
            @Parameter(description = "one of its codecs, for example entropy; the one it has when left out")
                    @RequestParam(required = false)
                    @Nullable
                    String codec) {
        controller.pin(offset, codec == null ? null : codec(codec));
        return view();
    }

    @Operation(summary = "Lets the controller move again", description = KEY)
    @ApiResponse(responseCode = "200", description = "It moves from where it is")
    @ApiResponse(responseCode = "401", description = "The key is missing or wrong")
    @ApiResponse(responseCode = "403", description = "No key is set: nothing can be changed over HTTP")
    @PostMapping("/unpin")
    ControllerView unpin() {
        controller.unpin();
        return view();
    }

    private static Codec codec(String name) {
        try {
            return Codec.of(name);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.BAD_PARAMETER, e.getMessage() + ".");
        }
    }
}
