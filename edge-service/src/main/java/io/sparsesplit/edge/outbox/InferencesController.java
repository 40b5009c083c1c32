package io.sparsesplit.edge.outbox;

import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What became of inferences whose refinement was to come. */
@RestController
@RequestMapping(InferencesController.PATH)
@Tag(name = "Refinements", description = "What the cloud said later")
class InferencesController {

    static final String PATH = "/inferences";

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final Outbox outbox;
    private final EventStreams streams;

    InferencesController(Outbox outbox, EventStreams streams) {
        this.outbox = outbox;
        this.streams = streams;
    }

    @Operation(
            summary = "What became of an inference that was answered provisionally",
            description =
                    "Its id is in the answer, and in its Location, to an image sent with `Prefer: respond-async`.")
    @ApiResponse(
            responseCode = "200",
            description = "Where it has got to",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = QueuedInference.class)))
    @ApiResponse(
            responseCode = "404",
            description = "There is none of this id, or it ended so long ago that it is forgotten")
    @ApiResponse(responseCode = "503", description = "The database cannot be read now")
    @GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    QueuedInference inference(@PathVariable String id) {
        requireEnabled();
        try {
            return parsed(id).isEmpty()
                    ? unknown(id)
                    : outbox.find(parsed(id).get()).orElseGet(() -> unknown(id));
        } catch (OutboxException e) {
            throw unavailable();
        }
    }

    private static Optional<UUID> parsed(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.toString().equalsIgnoreCase(id) ? Optional.of(uuid) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static QueuedInference unknown(String id) {
        throw new ProblemException(
                Problem.UNKNOWN_INFERENCE,
                "There is no inference %s: it never was, or it ended so long ago that it is forgotten."
                        .formatted(id.length() > 40 ? id.substring(0, 40) + "..." : id));
    }

    @Operation(
            summary = "Tells of every inference that ends, as server-sent events",
            description =
                    "The name of an event is the state that the inference ended in, its data what GET /inferences/{id}"
                            + " answers. Event ids grow; a listener that sends the last one it has as Last-Event-ID is sent what came"
                            + " after it. An event `missed` says which are forgotten already.")
    @ApiResponse(
            responseCode = "200",
            description = "Events, until one side ends the connection",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = String.class)))
    @ApiResponse(responseCode = "400", description = "Last-Event-ID is not one of ours")
    @ApiResponse(responseCode = "404", description = "This edge has no outbox")
    @ApiResponse(
            responseCode = "503",
            description = "There are as many listeners as allowed, or the database cannot be read now")
    @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter events(
            @Parameter(description = "the last event that the listener has")
                    @RequestHeader(name = LAST_EVENT_ID, required = false)
                    @Nullable
                    String lastEventId) {
        requireEnabled();
        try {
            return streams.open(lastEventId == null || lastEventId.isEmpty() ? null : number(lastEventId));
        } catch (OutboxException e) {
            throw unavailable();
        }
    }

    private static long number(String lastEventId) {
        if (!lastEventId.matches("\\d{1,18}")) {
            throw new ProblemException(
                    Problem.BAD_PARAMETER,
                    "Last-Event-ID is not the id of an event: send back one that was received, or none.");
        }
        return Long.parseLong(lastEventId);
    }

    private void requireEnabled() {
        if (!outbox.enabled()) {
            throw new ProblemException(
                    Problem.NOT_FOUND, "This edge has no outbox: set sparsesplit.outbox.enabled=true to have one.");
        }
    }

    private static ProblemException unavailable() {
        return new ProblemException(
                Problem.UNAVAILABLE, "The outbox cannot be read now: ask again, /actuator/health says what is wrong.");
    }
}
