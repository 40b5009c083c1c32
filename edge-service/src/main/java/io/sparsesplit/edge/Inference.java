package io.sparsesplit.edge;

import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Verdict;
import io.sparsesplit.service.overload.Admission;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** The way of an image: decode, run the head, and let the cloud complete what the head is not sure of. */
@Component
public class Inference {

    private final CloudClient cloud;
    private final CloudProperties limits;
    private final EdgeMetrics metrics;
    private final Admission admission;

    Inference(CloudClient cloud, CloudProperties limits, EdgeMetrics metrics, Admission admission) {
        this.cloud = cloud;
        this.limits = limits;
        this.metrics = metrics;
        this.admission = admission;
    }

    /**
     * What the head made of an image; its answer is still to come. Moments are those of {@link System#nanoTime}.
     *
     * @param bytes of the image as it came
     * @param arrival when all of it was there
     * @param decoded when it was an input vector
     * @param decided when the head had decided
     * @param decision of the head
     */
    public record Judged(int bytes, long arrival, long decoded, long decided, ExitDecision decision) {}

    /**
     * The answer for an image: always one, unless it cannot be decoded.
     *
     * @param image an image file
     */
    public Answer answer(byte[] image, InferenceRequest request) {
        return answer(List.of(judge(image, request)), request).get(0);
    }

    /**
     * Decodes an image and runs the head.
     *
     * @param image an image file
     */
    public Judged judge(byte[] image, InferenceRequest request) {
        long arrival = System.nanoTime();
        return judge(request.model().decoder().decode(image), image.length, arrival, request);
    }

    /**
     * Runs the head on a picture that need not be decoded or fitted.
     *
     * @param picture see {@link io.sparsesplit.model.image.Preprocessing#picture}
     */
    public Judged judgePicture(byte[] picture, InferenceRequest request) {
        long arrival = System.nanoTime();
        float[] input = request.model().manifest().preprocessing().input(picture);
        return judge(input, picture.length, arrival, request);
    }

    private static Judged judge(float[] input, int bytes, long arrival, InferenceRequest request) {
        long decoded = System.nanoTime();
        ExitDecision decision =
                request.model().head().decide(input, request.policy().threshold(request.minConfidence()));
        return new Judged(bytes, arrival, decoded, System.nanoTime(), decision);
    }

    /**
     * The answers for the images of a request, in their order. Those that the head is not sure of are completed together; the
     * deadline counts from the arrival of the last.
     *
     * @param images at least one
     */
    public List<Answer> answer(List<Judged> images, InferenceRequest request) {
        long start = System.nanoTime();
        List<CloudReply> replies = route(images, request);
        long waited = System.nanoTime() - start;
        List<Answer> answers = new ArrayList<>(images.size());
        for (int i = 0; i < images.size(); i++) {
            CloudReply reply = replies.get(i);
            boolean asked = reply.reason().exit() != Reason.Exit.EDGE;
            answers.add(answer(images.get(i), reply, asked ? waited : 0, request));
        }
        return answers;
    }

    private List<CloudReply> route(List<Judged> images, InferenceRequest request) {
        List<Features> doubtful = new ArrayList<>(images.size());
        for (Judged image : images) {
            if (image.decision() instanceof Continue unsure && request.policy() != Policy.LOCAL_ONLY) {
                doubtful.add(unsure.features());
            }
        }
        List<CloudReply> completed = complete(doubtful, images.get(images.size() - 1), request);
        List<CloudReply> replies = new ArrayList<>(images.size());
        int next = 0;
        for (Judged image : images) {
            if (!(image.decision() instanceof Continue)) {
                replies.add(CloudReply.notAsked(Reason.CONFIDENT));
            } else if (request.policy() == Policy.LOCAL_ONLY) {
                replies.add(CloudReply.notAsked(Reason.POLICY_LOCAL_ONLY));
            } else {
                replies.add(completed.get(next++));
            }
        }
        return replies;
    }

    /** Before requests are refused, the edge does without the cloud: to ask it takes more work than to answer. */
    private List<CloudReply> complete(List<Features> doubtful, Judged last, InferenceRequest request) {
        if (doubtful.isEmpty()) {
            return List.of();
        }
        if (admission.crowded()) {
            return CloudReply.notAsked(Reason.OVERLOAD, doubtful.size());
        }
        Deadline deadline = Deadline.of(last.arrival(), limits.deadline(), request.deadlineMs());
        return cloud.complete(request.model().model(), request.codec(), doubtful, deadline, request.trace());
    }

    private Answer answer(Judged image, CloudReply reply, long cloudNanos, InferenceRequest request) {
        ServedModel model = request.model();
        Verdict verdict = image.decision().verdict();
        long decode = image.decoded() - image.arrival();
        long head = image.decided() - image.decoded();
        long total = decode + head + cloudNanos;
        metrics.answered(model, reply.reason(), image.bytes(), verdict.confidence(), head, total);
        return answer(
                model,
                verdict,
                reply,
                Answer.Bytes.of(image.bytes(), reply.travelled()),
                Answer.Latency.ofNanos(decode, head, cloudNanos, total),
                request.trace().id());
    }

    private static Answer answer(
            ServedModel model,
            Verdict verdict,
            CloudReply reply,
            Answer.Bytes bytes,
            Answer.Latency latency,
            String traceId) {
        Classification best = reply.classification() == null ? verdict.classification() : reply.classification();
        return new Answer(
                model.manifest().labels().get(best.classIndex()),
                best.classIndex(),
                best.probability(),
                listed(best.probabilities()),
                reply.reason().exit().toString(),
                reply.reason().exit() == Reason.Exit.EDGE_FALLBACK,
                reply.reason().toString(),
                verdict.criterion().toString(),
                verdict.confidence(),
                verdict.threshold() > 1 ? null : verdict.threshold(),
                Answer.Model.of(model),
                bytes,
                latency,
                traceId);
    }

    private static List<Float> listed(float[] probabilities) {
        List<Float> list = new ArrayList<>(probabilities.length);
        for (float probability : probabilities) {
            list.add(probability);
        }
        return list;
    }
}
