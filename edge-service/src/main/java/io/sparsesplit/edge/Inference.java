package io.sparsesplit.edge;

import io.sparsesplit.edge.Offload.OfFeatures;
import io.sparsesplit.edge.control.Controller;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.outbox.Draft;
import io.sparsesplit.edge.outbox.KnownModel;
import io.sparsesplit.edge.outbox.Outbox;
import io.sparsesplit.edge.outbox.Receipt;
import io.sparsesplit.edge.rollout.Observation;
import io.sparsesplit.edge.rollout.Outcome;
import io.sparsesplit.edge.rollout.Rollout;
import io.sparsesplit.model.image.ImageException;
import io.sparsesplit.model.image.ImageFormat;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The way of one image: decode, run the head, and let the cloud complete what the head is not sure of. */
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
     * The answer for an image: always one, unless it cannot be decoded.
     *
     * @param image an image file
     */
    Answer answer(byte[] image, InferenceRequest request) {
        long arrival = System.nanoTime();
        Course course = course(request);
        return request.policy() == Policy.REMOTE_ONLY
                ? remotely(image, course, arrival)
                : headFirst(image, course, arrival);
    }

    /** Several images of one request, whose answers come together. */
    public Convoy convoy(InferenceRequest request) {
        return new Convoy(this, course(request));
    }

    private Course course(InferenceRequest request) {
        return new Course(request, request.policy() == Policy.LOCAL_ONLY ? null : controller.set());
    }

    /** The head decides whether the cloud is asked, with its features. */
    private Answer headFirst(byte[] image, Course course, long arrival) {
        Judged judged = judge(image, course, arrival);
        if (!judged.wantsCloud()) {
            return answerLocally(judged, image);
        }
        Deadline deadline = deadline(course.request(), arrival);
        long start = System.nanoTime();
        CloudReply reply = course.request().respondAsync() && outbox.enabled()
                ? queue(judged, deadline)
                : complete(List.of(judged), course, deadline).get(0);
        return answer(judged, image, reply, deadline, System.nanoTime() - start);
    }

    /**
     * What the head made of an image; its answer is still to come. Moments are those of {@link System#nanoTime}.
     *
     * @param bytes of the image as it came
     * @param course of its request
     * @param arrival when all of it was there
     * @param decoded when it was an input vector
     * @param decided when the head had decided
     * @param exits what they said
     */
    record Judged(int bytes, Course course, long arrival, long decoded, long decided, ExitDecision exits) {

        boolean wantsCloud() {
            return exits instanceof Continue && course.request().policy() != Policy.LOCAL_ONLY;
        }
    }

    /** What the head makes of an image file. */
    Judged judge(byte[] image, Course course, long arrival) {
        ServedModel model = course.request().model();
        return judge(() -> model.decoder().decode(image), image.length, course, arrival);
    }

    /**
     * What the head makes of an image.
     *
     * @param input makes the model's input vector
     * @param bytes of the image as it came
     */
    Judged judge(Supplier<float[]> input, int bytes, Course course, long arrival) {
        ServedModel model = course.request().model();
        try {
            float[] vector = input.get();
            long decoded = System.nanoTime();
            ExitDecision exits = model.head().decide(vector, course.thresholds());
            long decided = System.nanoTime();
            metrics.decided(model, exits, decided - decoded);
            spans.decided(arrival, decoded, decided, exits.verdict());
            return new Judged(bytes, course, arrival, decoded, decided, exits);
        } catch (ImageException e) {
            throw e;
        } catch (RuntimeException e) {
            rollout.failed(model, System.nanoTime() - arrival);
            throw e;
        }
    }

    /** Lets the cloud complete images of one course. */
    List<CloudReply> complete(List<Judged> images, Course course, Deadline deadline) {
        List<Offload> offloads =
                images.stream().<Offload>map(Inference::offload).toList();
        return cloud.ask(offloads, deadline, course.request().trace());
    }

    private static OfFeatures offload(Judged image) {
        return OfFeatures.of(
                image.course().request().model().model(),
                image.course().codec(),
                ((Continue) image.exits()).features());
    }

    /** Leaves it to the outbox; where that cannot take it, the client is not made to wait for the cloud all the same. */
    private CloudReply queue(Judged image, Deadline deadline) {
        OfFeatures features = offload(image);
        Classification provisional = image.exits().verdict().classification();
        Receipt receipt = outbox.put(
                new Draft(
                        KnownModel.of(features.model()),
                        features.frame(),
                        provisional.classIndex(),
                        provisional.probability()),
                deadline.nanosLeft());
        return receipt instanceof Receipt.Kept kept
                ? CloudReply.queued(kept.id())
                : CloudReply.notAsked(receipt instanceof Receipt.Full ? Reason.OUTBOX_FULL : Reason.OUTBOX_FAILED);
    }

    /**
     * The answer of the head itself, which the cloud need not confirm.
     *
     * @param file as it came; null when it is no longer there
     */
    Answer answerLocally(Judged image, byte @Nullable [] file) {
        Reason reason = image.exits() instanceof Continue ? Reason.POLICY_LOCAL_ONLY : Reason.CONFIDENT;
        return answer(image, file, CloudReply.notAsked(reason), null, 0);
    }

    /**
     * The answer for an image that the cloud was asked about, or will be.
     *
     * @param file as it came; null when it is no longer there
     * @param waited nanoseconds, for the cloud or for the disk
     */
    Answer answer(Judged image, byte @Nullable [] file, CloudReply reply, @Nullable Deadline deadline, long waited) {
        long decode = image.decoded() - image.arrival();
        long head = image.decided() - image.decoded();
        long total = decode + head + waited;
        observe(file, image.course(), image.exits(), reply, total);
        boolean asked = reply.reason().exit() != Reason.Exit.EDGE_PROVISIONAL;
        return answer(
                image.bytes(),
                image.course(),
                image.exits(),
                reply,
                deadline,
                Answer.Latency.ofNanos(decode, head, asked ? waited : 0, total),
                total);
    }

    /** The image itself travels; only when the cloud does not answer, it is decoded here, and the head answers. */
    Answer remotely(byte[] image, Course course, long arrival) {
        InferenceRequest request = course.request();
        ServedModel model = request.model();
        ImageFormat format = model.decoder().inspect(image);
        long inspected = System.nanoTime();
        Deadline deadline = deadline(request, arrival);
        CloudReply reply = cloud.ask(new Offload.OfImage(model.model(), format, image), deadline, request.trace());
        long replied = System.nanoTime();
        if (reply.classification() != null) {
            observe(null, course, null, reply, replied - arrival);
            return answer(
                    image.length,
                    course,
                    null,
                    reply,
                    deadline,
                    Answer.Latency.ofNanos(inspected - arrival, 0, replied - inspected, replied - arrival),
                    replied - arrival);
        }
        Judged judged = judge(image, course, replied);
        long total = judged.decided() - arrival;
        observe(image, course, judged.exits(), reply, total);
        return answer(
                image.length,
                course,
                judged.exits(),
                reply,
                deadline,
                Answer.Latency.ofNanos(
                        inspected - arrival + judged.decoded() - replied,
                        judged.decided() - judged.decoded(),
                        replied - inspected,
                        total),
                total);
    }

    Deadline deadline(InferenceRequest request, long arrival) {
        return Deadline.of(arrival, limits.deadline(), request.deadlineMs());
    }

    private void observe(
            byte @Nullable [] file, Course course, @Nullable ExitDecision exits, CloudReply reply, long nanos) {
        if (!rollout.observes()) {
            return;
        }
        Verdict exit = exits == null ? null : exits.verdict();
        rollout.answered(
                file,
                new Observation(
                        course.request().model(),
                        switch (reply.reason().exit()) {
                            case EDGE -> Outcome.EDGE;
                            case EDGE_PROVISIONAL -> Outcome.EDGE_PROVISIONAL;
                            case CLOUD -> Outcome.CLOUD;
                            case EDGE_FALLBACK -> Outcome.EDGE_FALLBACK;
                        },
                        best(exits, reply).classIndex(),
                        exit,
                        course.thresholds(),
                        nanos));
    }

    private static Classification best(@Nullable ExitDecision exits, CloudReply reply) {
        return reply.classification() == null
                ? Objects.requireNonNull(exits).verdict().classification()
                : reply.classification();
    }

    private Answer answer(
            int bytes,
            Course course,
            @Nullable ExitDecision exits,
            CloudReply reply,
            @Nullable Deadline deadline,
            Answer.Latency latency,
            long nanos) {
        InferenceRequest request = course.request();
        ServedModel model = request.model();
        metrics.answered(model, reply.reason(), bytes, nanos);
        if (course.isControlled()) {
            controller.answered(nanos);
        }
        Verdict verdict = exits == null ? null : exits.verdict();
        if (verdict != null && reply.classification() != null) {
            metrics.completed(verdict, reply.classification());
        }
        Classification best = best(exits, reply);
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
                Answer.Bytes.of(bytes, reply.travelled()),
                latency,
                course.decision(exits, reply, deadline),
                request.trace().id(),
                reply.id() != null,
                reply.id() == null ? null : reply.id().toString(),
                Course.noneOfThese(exits));
    }

    private static List<Float> listed(float[] probabilities) {
        List<Float> list = new ArrayList<>(probabilities.length);
        for (float probability : probabilities) {
            list.add(probability);
        }
        return list;
    }
}
