package io.sparsesplit.edge.inference;

import io.sparsesplit.edge.adaptation.Controller;
import io.sparsesplit.edge.inference.InferenceResult.StageTimes;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.offload.CloudClient;
import io.sparsesplit.edge.offload.CloudProperties;
import io.sparsesplit.edge.offload.Offload;
import io.sparsesplit.edge.offload.Offload.OfFeatures;
import io.sparsesplit.edge.offload.OffloadResult;
import io.sparsesplit.edge.outbox.EnqueueResult;
import io.sparsesplit.edge.outbox.KnownModel;
import io.sparsesplit.edge.outbox.NewEntry;
import io.sparsesplit.edge.outbox.Outbox;
import io.sparsesplit.edge.outcome.AnswerReason;
import io.sparsesplit.edge.outcome.Deadline;
import io.sparsesplit.edge.outcome.Exit;
import io.sparsesplit.edge.outcome.Policy;
import io.sparsesplit.edge.rollout.Observation;
import io.sparsesplit.edge.rollout.Outcome;
import io.sparsesplit.edge.rollout.Rollout;
import io.sparsesplit.edge.telemetry.EdgeMetrics;
import io.sparsesplit.edge.telemetry.Spans;
import io.sparsesplit.model.image.ImageException;
import io.sparsesplit.model.image.ImageFormat;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.ExitScore;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The way of one image: decode it, run the head, and let the cloud complete what the head is not sure of. */
@Component
public class Inference {

    private final CloudClient cloud;
    private final CloudProperties limits;
    private final EdgeMetrics metrics;
    private final Controller controller;
    private final Rollout rollout;
    private final Outbox outbox;
    private final Spans spans;

    Inference(
            CloudClient cloud,
            CloudProperties limits,
            EdgeMetrics metrics,
            Controller controller,
            Rollout rollout,
            Outbox outbox,
            Spans spans) {
        this.cloud = cloud;
        this.limits = limits;
        this.metrics = metrics;
        this.controller = controller;
        this.rollout = rollout;
        this.outbox = outbox;
        this.spans = spans;
    }

    /**
     * Answers an image. Whatever becomes of the cloud, there is an answer.
     *
     * @param image an image file
     * @throws ImageException when the image cannot be decoded
     */
    public InferenceResult answer(byte[] image, InferenceRequest request) {
        long arrival = System.nanoTime();
        RoutingContext context = route(request);
        return request.policy() == Policy.REMOTE_ONLY
                ? answerRemotely(image, context, arrival)
                : answerHeadFirst(image, context, arrival);
    }

    /** Returns a batch for the images of one request, whose answers come together. */
    public BatchInference batch(InferenceRequest request) {
        return new BatchInference(this, route(request));
    }

    private RoutingContext route(InferenceRequest request) {
        return new RoutingContext(request, request.policy() == Policy.LOCAL_ONLY ? null : controller.set());
    }

    /** Runs the head, which decides whether the cloud is asked with its features. */
    private InferenceResult answerHeadFirst(byte[] image, RoutingContext context, long arrival) {
        HeadResult head = runHead(image, context, arrival);
        if (!head.wantsCloud()) {
            return answerLocally(head, image);
        }
        Deadline deadline = deadline(context.request(), arrival);
        long start = System.nanoTime();
        OffloadResult offloaded = context.request().respondAsync() && outbox.enabled()
                ? queue(head, deadline)
                : complete(List.of(head), context, deadline).get(0);
        return answer(head, image, offloaded, deadline, System.nanoTime() - start);
    }

    /** Decodes an image file and runs the head. */
    HeadResult runHead(byte[] image, RoutingContext context, long arrival) {
        ServedModel model = context.request().model();
        return runHead(() -> model.decoder().decode(image), image.length, context, arrival);
    }

    /**
     * Runs the head on an image.
     *
     * @param input makes the model's input vector
     * @param imageBytes length of the image as it came
     */
    HeadResult runHead(Supplier<float[]> input, int imageBytes, RoutingContext context, long arrival) {
        ServedModel model = context.request().model();
        try {
            float[] vector = input.get();
            long decoded = System.nanoTime();
            ExitDecision exits = model.head().decide(vector, context.thresholds());
            long decided = System.nanoTime();
            metrics.decided(model, exits, decided - decoded);
            spans.decided(arrival, decoded, decided, exits.exitScore());
            return new HeadResult(imageBytes, context, arrival, decoded, decided, exits);
        } catch (ImageException e) {
            throw e;
        } catch (RuntimeException e) {
            rollout.failed(model, System.nanoTime() - arrival);
            throw e;
        }
    }

    /** Lets the cloud complete images that are routed alike. */
    List<OffloadResult> complete(List<HeadResult> images, RoutingContext context, Deadline deadline) {
        List<Offload> offloads =
                images.stream().<Offload>map(Inference::offload).toList();
        return cloud.ask(offloads, deadline, context.request().trace());
    }

    private static OfFeatures offload(HeadResult head) {
        return OfFeatures.of(
                head.context().request().model().model(), head.context().codec(), ((Continue) head.exits()).features());
    }

    /** Puts an image's features into the outbox; where that cannot take them, the client is not made to wait for the cloud all the same. */
    private OffloadResult queue(HeadResult head, Deadline deadline) {
        OfFeatures features = offload(head);
        Classification provisional = head.exits().exitScore().classification();
        EnqueueResult queued = outbox.put(
                new NewEntry(
                        KnownModel.of(features.model()),
                        features.frame(),
                        provisional.classIndex(),
                        provisional.probability()),
                deadline.nanosLeft());
        return queued instanceof EnqueueResult.Kept kept
                ? OffloadResult.queued(kept.id())
                : OffloadResult.notAsked(
                        queued instanceof EnqueueResult.Full ? AnswerReason.OUTBOX_FULL : AnswerReason.OUTBOX_FAILED);
    }

    /**
     * Answers by the head alone, which the cloud need not confirm.
     *
     * @param file the image file; null when it is no longer there
     */
    InferenceResult answerLocally(HeadResult head, byte @Nullable [] file) {
        AnswerReason reason =
                head.exits() instanceof Continue ? AnswerReason.POLICY_LOCAL_ONLY : AnswerReason.CONFIDENT;
        return answer(head, file, OffloadResult.notAsked(reason), null, 0);
    }

    /**
     * Answers an image that the cloud was asked about, or will be.
     *
     * @param file the image file; null when it is no longer there
     * @param waited nanoseconds, for the cloud or for the disk
     */
    InferenceResult answer(
            HeadResult head,
            byte @Nullable [] file,
            OffloadResult offloaded,
            @Nullable Deadline deadline,
            long waited) {
        long total = head.decodeNanos() + head.headNanos() + waited;
        boolean asked = offloaded.reason().exit() != Exit.EDGE_PROVISIONAL;
        return result(
                head.imageBytes(),
                file,
                head.context(),
                head.exits(),
                offloaded,
                deadline,
                new StageTimes(head.decodeNanos(), head.headNanos(), asked ? waited : 0, total));
    }

    /** Sends the image itself; only when the cloud does not answer, it is decoded here, and the head answers. */
    InferenceResult answerRemotely(byte[] image, RoutingContext context, long arrival) {
        InferenceRequest request = context.request();
        ServedModel model = request.model();
        ImageFormat format = model.decoder().inspect(image);
        long inspected = System.nanoTime();
        Deadline deadline = deadline(request, arrival);
        OffloadResult offloaded =
                cloud.ask(new Offload.OfImage(model.model(), format, image), deadline, request.trace());
        long replied = System.nanoTime();
        if (offloaded.classification() != null) {
            return result(
                    image.length,
                    null,
                    context,
                    null,
                    offloaded,
                    deadline,
                    new StageTimes(inspected - arrival, 0, replied - inspected, replied - arrival));
        }
        HeadResult head = runHead(image, context, replied);
        return result(
                image.length,
                image,
                context,
                head.exits(),
                offloaded,
                deadline,
                new StageTimes(
                        inspected - arrival + head.decodeNanos(),
                        head.headNanos(),
                        replied - inspected,
                        head.decided() - arrival));
    }

    Deadline deadline(InferenceRequest request, long arrival) {
        return Deadline.of(arrival, limits.deadline(), request.deadlineMs());
    }

    /**
     * Makes the result and reports it to rollout, meters and controller.
     *
     * @param file the image file, for a shadow to look at; null when it is no longer there
     * @param exits what the exits made of the image; null when they were not asked
     */
    private InferenceResult result(
            int imageBytes,
            byte @Nullable [] file,
            RoutingContext context,
            @Nullable ExitDecision exits,
            OffloadResult offloaded,
            @Nullable Deadline deadline,
            StageTimes times) {
        ServedModel model = context.request().model();
        ExitScore exitScore = exits == null ? null : exits.exitScore();
        Classification classification = offloaded.classification() == null
                ? Objects.requireNonNull(exitScore).classification()
                : offloaded.classification();
        if (rollout.observes()) {
            rollout.answered(
                    file,
                    new Observation(
                            model,
                            outcome(offloaded.reason().exit()),
                            classification.classIndex(),
                            exitScore,
                            context.thresholds(),
                            times.total()));
        }
        metrics.answered(model, offloaded.reason(), imageBytes, times.total());
        if (context.isControlled()) {
            controller.answered(times.total());
        }
        if (exitScore != null && offloaded.classification() != null) {
            metrics.completed(exitScore, offloaded.classification());
        }
        return new InferenceResult(
                model,
                offloaded.reason(),
                classification,
                exitScore,
                imageBytes,
                offloaded.transfer(),
                times,
                context.decision(exits, offloaded, deadline),
                context.request().trace().id(),
                offloaded.id(),
                RoutingContext.noneOfThese(exits));
    }

    private static Outcome outcome(Exit exit) {
        return switch (exit) {
            case EDGE -> Outcome.EDGE;
            case EDGE_PROVISIONAL -> Outcome.EDGE_PROVISIONAL;
            case CLOUD -> Outcome.CLOUD;
            case EDGE_FALLBACK -> Outcome.EDGE_FALLBACK;
        };
    }
}
