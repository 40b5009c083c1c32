package io.sparsesplit.edge;

import io.sparsesplit.edge.control.Controller;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.model.image.ImageFormat;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The way of one image: decode, run the head, and let the cloud complete what the head is not sure of. */
@Component
class Inference {

    private final CloudClient cloud;
    private final CloudProperties limits;
    private final EdgeMetrics metrics;
    private final Controller controller;

    Inference(CloudClient cloud, CloudProperties limits, EdgeMetrics metrics, Controller controller) {
        this.cloud = cloud;
        this.limits = limits;
        this.metrics = metrics;
        this.controller = controller;
    }

    /**
     * The answer for an image: always one, unless it cannot be decoded.
     *
     * @param image an image file
     */
    Answer answer(byte[] image, InferenceRequest request) {
        long arrival = System.nanoTime();
        Course course = new Course(request, request.policy() == Policy.LOCAL_ONLY ? null : controller.set());
        return request.policy() == Policy.REMOTE_ONLY
                ? remotely(image, course, arrival)
                : headFirst(image, course, arrival);
    }

    /** The head decides whether the cloud is asked, with its features. */
    private Answer headFirst(byte[] image, Course course, long arrival) {
        InferenceRequest request = course.request();
        ServedModel model = request.model();
        float[] input = model.decoder().decode(image);
        long decoded = System.nanoTime();
        ExitDecision exits = model.head().decide(input, course.thresholds());
        long decided = System.nanoTime();
        metrics.decided(exits.verdict().confidence(), decided - decoded);

        Deadline deadline = null;
        CloudReply reply;
        if (!(exits instanceof Continue unsure)) {
            reply = CloudReply.notAsked(Reason.CONFIDENT);
        } else if (request.policy() == Policy.LOCAL_ONLY) {
            reply = CloudReply.notAsked(Reason.POLICY_LOCAL_ONLY);
        } else {
            deadline = deadline(request, arrival);
            reply = cloud.ask(
                    new Offload.OfFeatures(model.model(), course.codec(), unsure.features()),
                    deadline,
                    request.trace());
        }
        long answered = System.nanoTime();
        return answer(
                image,
                course,
                exits,
                reply,
                deadline,
                Answer.Latency.ofNanos(
                        decoded - arrival,
                        decided - decoded,
                        deadline == null ? 0 : answered - decided,
                        answered - arrival),
                answered - arrival);
    }

    /** The image itself travels; only when the cloud does not answer, it is decoded here, and the head answers. */
    private Answer remotely(byte[] image, Course course, long arrival) {
        InferenceRequest request = course.request();
        ServedModel model = request.model();
        ImageFormat format = model.decoder().inspect(image);
        long inspected = System.nanoTime();
        Deadline deadline = deadline(request, arrival);
        CloudReply reply = cloud.ask(new Offload.OfImage(model.model(), format, image), deadline, request.trace());
        long replied = System.nanoTime();
        if (reply.classification() != null) {
            return answer(
                    image,
                    course,
                    null,
                    reply,
                    deadline,
                    Answer.Latency.ofNanos(inspected - arrival, 0, replied - inspected, replied - arrival),
                    replied - arrival);
        }
        float[] input = model.decoder().decode(image);
        long decoded = System.nanoTime();
        ExitDecision exits = model.head().decide(input, course.thresholds());
        long answered = System.nanoTime();
        metrics.decided(exits.verdict().confidence(), answered - decoded);
        return answer(
                image,
                course,
                exits,
                reply,
                deadline,
                Answer.Latency.ofNanos(
                        inspected - arrival + decoded - replied,
                        answered - decoded,
                        replied - inspected,
                        answered - arrival),
                answered - arrival);
    }

    private Deadline deadline(InferenceRequest request, long arrival) {
        return Deadline.of(arrival, limits.deadline(), request.deadlineMs());
    }

    private Answer answer(
            byte[] image,
            Course course,
            @Nullable ExitDecision exits,
            CloudReply reply,
            @Nullable Deadline deadline,
            Answer.Latency latency,
            long nanos) {
        InferenceRequest request = course.request();
        ServedModel model = request.model();
        metrics.answered(model, reply.reason(), image.length, nanos);
        if (course.isControlled()) {
            controller.answered(nanos);
        }
        Verdict verdict = exits == null ? null : exits.verdict();
        Classification best = reply.classification() == null
                ? Objects.requireNonNull(verdict).classification()
                : reply.classification();
        return new Answer(
                model.manifest().labels().get(best.classIndex()),
                best.classIndex(),
                best.probability(),
                listed(best.probabilities()),
                reply.reason().exit().toString(),
                reply.reason().exit() == Reason.Exit.EDGE_FALLBACK,
                reply.reason().toString(),
                verdict == null ? null : verdict.criterion().toString(),
                verdict == null ? null : (Double) verdict.confidence(),
                verdict == null ? null : Course.shown(verdict),
                Answer.Model.of(model),
                Answer.Bytes.of(image.length, reply.travelled()),
                latency,
                course.decision(exits, reply, deadline),
                request.trace().id());
    }

    private static List<Float> listed(float[] probabilities) {
        List<Float> list = new ArrayList<>(probabilities.length);
        for (float probability : probabilities) {
            list.add(probability);
        }
        return list;
    }
}
