package io.sparsesplit.service.oip;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the protocol asks of a server, whatever it serves. */
@RestController
@Tag(name = "Open Inference Protocol", description = "What clients of other inference servers speak, version 2")
class ServerController {

    private final String name;
    private final ApplicationAvailability availability;

    ServerController(@Value("${spring.application.name}") String name, ApplicationAvailability availability) {
        this.name = name;
        this.availability = availability;
    }

    @Operation(summary = "Says what this server is")
    @GetMapping("/v2")
    Metadata.Server server() {
        return Metadata.Server.of(name, Metadata.BINARY_TENSOR_DATA, Metadata.MODEL_REPOSITORY);
    }

    @Operation(summary = "Says whether the server lives")
    @GetMapping("/v2/health/live")
    Metadata.Live live() {
        return new Metadata.Live(true);
    }

    @Operation(summary = "Says whether the server answers")
    @ApiResponse(responseCode = "200", description = "It does")
    @ApiResponse(responseCode = "503", description = "It is starting or about to stop")
    @GetMapping("/v2/health/ready")
    ResponseEntity<Metadata.Ready> ready() {
        boolean ready = availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
        return ResponseEntity.status(ready ? 200 : 503).body(new Metadata.Ready(true, ready));
    }
}
