package io.sparsesplit.edge;

import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.outbox.Draft;
import io.sparsesplit.edge.outbox.KnownModel;
import io.sparsesplit.edge.outbox.Outbox;
import io.sparsesplit.edge.outbox.Receipt;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** The way of one image: decode, run the head, and let the cloud complete what the head is not sure of. */
@Component
class Inference {

    private final CloudClient cloud;
    private final CloudProperties limits;
    private final EdgeMetrics metrics;
    private final Outbox outbox;

    Inference(CloudClient cloud, CloudProperties limits, EdgeMetrics metrics, Outbox outbox) {
        this.cloud = cloud;
        this.outbox = outbox;
        this.limits = limits;
        this.metrics = metrics;
    }

    /**
     * The answer for an image: always one, unless it cannot be decoded.
     *
     * @param image an image file
     */
    Answer answer(byte[] image, InferenceRequest request) {
        long arrival = System.nanoTime();
        ServedModel model = request.model();
        float[] input = model.decoder().decode(image);
        long decoded = System.nanoTime();
        ExitDecision decision = model.head().decide(input, request.policy().threshold(request.minConfidence()));
        long decided = System.nanoTime();
        CloudReply reply = route(decision, request, arrival);
        long answered = System.nanoTime();

        Verdict verdict = decision.verdict();
        metrics.answered(
                model, reply.reason(), image.length, verdict.confidence(), decided - decoded, answered - arrival);
        boolean asked =
                reply.reason().exit() == Reason.Exit.CLOUD || reply.reason().exit() == Reason.Exit.EDGE_FALLBACK;
        return answer(
                model,
                verdict,
                reply,
                Answer.Bytes.of(image.length, reply.travelled()),
                Answer.Latency.ofNanos(
                        decoded - arrival, decided - decoded, asked ? answered - decided : 0, answered - arrival),
                request.trace().id());
    }

    private CloudReply route(ExitDecision decision, InferenceRequest request, long arrival) {
        if (!(decision instanceof Continue unsure)) {
            return CloudReply.notAsked(Reason.CONFIDENT);
        }
        if (request.policy() == Policy.LOCAL_ONLY) {
            return CloudReply.notAsked(Reason.POLICY_LOCAL_ONLY);
        }
        Deadline deadline = Deadline.of(arrival, limits.deadline(), request.deadlineMs());
        if (request.respondAsync() && outbox.enabled()) {
            return queue(unsure, request, deadline);
        }
        return cloud.complete(request.model().model(), request.codec(), unsure.features(), deadline, request.trace());
    }

    /** Leaves it to the outbox; where that cannot take it, the client is not made to wait for the cloud all the same. */
    private CloudReply queue(Continue unsure, InferenceRequest request, Deadline deadline) {
        ServedModel model = request.model();
        Frame frame = new Frame(
                request.codec().codec(),
                model.fingerprint().toBytes(),
                request.codec().encode(unsure.features()));
        Classification provisional = unsure.verdict().classification();
        Receipt receipt = outbox.put(
                new Draft(KnownModel.of(model), frame, provisional.classIndex(), provisional.probability()),
                deadline.nanosLeft());
        return receipt instanceof Receipt.Kept kept
                ? CloudReply.queued(kept.id())
                : CloudReply.notAsked(receipt instanceof Receipt.Full ? Reason.OUTBOX_FULL : Reason.OUTBOX_FAILED);
    }

    private Answer answer(
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
                traceId,
                reply.id() != null,
                reply.id() == null ? null : reply.id().toString());
    }

    private static List<Float> listed(float[] probabilities) {
        List<Float> list = new ArrayList<>(probabilities.length);
        for (float probability : probabilities) {
            list.add(probability);
        }
        return list;
    }
}
