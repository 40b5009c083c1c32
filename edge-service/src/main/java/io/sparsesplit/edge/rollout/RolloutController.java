package io.sparsesplit.edge.rollout;

import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tries, promotes and rolls back versions. */
@RestController
@RequestMapping(path = "/management/rollout", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Rollout", description = "Tries, promotes and rolls back versions")
class RolloutController {

    private final Rollout rollout;

    RolloutController(Rollout rollout) {
        this.rollout = rollout;
    }

    /**
     * A trial that is wanted.
     *
     * @param version that is in the repository, but not the default
     * @param share of the requests, above 0 and up to 1
     */
    record Wanted(
            @Schema(example = "3.1.0", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String version,

            @Schema(example = "0.1", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Double share) {

        String requiredVersion() {
            if (version == null || !version.matches("\\d{1,9}(\\.\\d{1,9}){2}")) {
                throw new ProblemException(
                        Problem.BAD_REQUEST,
                        "version is %s: send a body like {\"version\": \"3.2.0\", \"share\": 0.1}.".formatted(version));
            }
            return version;
        }

        double requiredShare() {
            if (share == null || !(share > 0 && share <= 1)) {
                throw new ProblemException(
                        Problem.BAD_REQUEST,
                        "share is %s: write a number above 0 and up to 1, for example 0.1.".formatted(share));
            }
            return share;
        }
    }

    @Operation(operationId = "rollout", summary = "What is tried, how the last trial ended, and what the cloud lacks")
    @ApiResponse(responseCode = "200", description = "The state of the rollout")
    @GetMapping
    RolloutState state() {
        return rollout.state();
    }

    @Operation(
            operationId = "startCanary",
            summary = "Lets a version answer a share of the requests",
            description = "Requests that name a version are not touched. When the candidate leaves the bounds of"
                    + " sparsesplit.rollout.bounds it is rolled back. A trial under way is replaced.")
    @ApiResponse(responseCode = "200", description = "The trial has begun")
    @ApiResponse(responseCode = "401", description = "The key is missing or wrong")
    @ApiResponse(responseCode = "403", description = "No key is set: nothing can be changed over HTTP")
    @ApiResponse(responseCode = "400", description = "The body is not {version, share}")
    @ApiResponse(responseCode = "404", description = "This version is not in the repository")
    @ApiResponse(
            responseCode = "409",
            description = "It is the default, the cloud is known to lack it, or too many versions are held")
    @ApiResponse(responseCode = "422", description = "Its files cannot be used; detail says why")
    @PostMapping(path = "/canary", consumes = MediaType.APPLICATION_JSON_VALUE)
    RolloutState canary(@RequestBody Wanted wanted) {
        rollout.startCanary(wanted.requiredVersion(), wanted.requiredShare());
        return rollout.state();
    }

    @Operation(
            operationId = "startShadow",
            summary = "Lets a version look at a share of the images without answering",
            description = "Only its head is compared with the answers; the cloud is not asked. A trial under way is"
                    + " replaced.")
    @ApiResponse(responseCode = "200", description = "The trial has begun")
    @ApiResponse(responseCode = "401", description = "The key is missing or wrong")
    @ApiResponse(responseCode = "403", description = "No key is set: nothing can be changed over HTTP")
    @ApiResponse(responseCode = "400", description = "The body is not {version, share}")
    @ApiResponse(responseCode = "404", description = "This version is not in the repository")
    @ApiResponse(responseCode = "409", description = "It is the default, or too many versions are held")
    @ApiResponse(responseCode = "422", description = "Its files cannot be used; detail says why")
    @PostMapping(path = "/shadow", consumes = MediaType.APPLICATION_JSON_VALUE)
    RolloutState shadow(@RequestBody Wanted wanted) {
        rollout.startShadow(wanted.requiredVersion(), wanted.requiredShare());
        return rollout.state();
    }

    @Operation(summary = "Makes the version that is tried the default")
    @ApiResponse(responseCode = "200", description = "It is")
    @ApiResponse(responseCode = "401", description = "The key is missing or wrong")
    @ApiResponse(responseCode = "403", description = "No key is set: nothing can be changed over HTTP")
    @ApiResponse(responseCode = "409", description = "No version is tried")
    @PostMapping("/promote")
    RolloutState promote() {
        rollout.promote();
        return rollout.state();
    }

    @Operation(
            operationId = "rollBack",
            summary = "Gives the version that is tried up",
            description = "When none is tried, the version before the last promotion is the default again.")
    @ApiResponse(responseCode = "200", description = "It is given up")
    @ApiResponse(responseCode = "401", description = "The key is missing or wrong")
    @ApiResponse(responseCode = "403", description = "No key is set: nothing can be changed over HTTP")
    @ApiResponse(responseCode = "409", description = "There is nothing to undo")
    @PostMapping("/rollback")
    RolloutState rollback() {
        rollout.rollBack();
        return rollout.state();
    }
}
