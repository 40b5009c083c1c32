package io.sparsesplit.edge.inference;

import io.sparsesplit.edge.offload.OffloadResult;
import io.sparsesplit.edge.outcome.Deadline;
import io.sparsesplit.edge.outcome.Policy;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The images of one request. The head runs on each as it comes; those that it is not sure of travel to the cloud together once all
 * are there. With policy {@code remote-only} each image travels by itself, at once.
 */
public final class BatchInference {

    private final Inference inference;
    private final RoutingContext context;
    private final List<Member> members = new ArrayList<>();

    BatchInference(Inference inference, RoutingContext context) {
        this.inference = inference;
        this.context = context;
    }

    /** An image whose result is known, or still to come. */
    private record Member(
            @Nullable HeadResult head, @Nullable InferenceResult result) {

        boolean wantsCloud() {
            return head != null && head.wantsCloud();
        }
    }

    /**
     * Adds an image file.
     *
     * @throws io.sparsesplit.model.image.ImageException when the image cannot be decoded: it is not added
     */
    public void add(byte[] image) {
        long arrival = System.nanoTime();
        if (context.request().policy() == Policy.REMOTE_ONLY) {
            members.add(new Member(null, inference.answerRemotely(image, context, arrival)));
        } else {
            members.add(new Member(inference.runHead(image, context, arrival), null));
        }
    }

    /**
     * Adds an image that need not be decoded or fitted.
     *
     * @param picture see {@link Preprocessing#picture}
     * @throws ProblemException when the policy is that the image file itself travels: there is none
     */
    public void addPicture(byte[] picture) {
        if (context.request().policy() == Policy.REMOTE_ONLY) {
            throw new ProblemException(
                    Problem.BAD_PARAMETER,
                    "With policy %s image files travel, but these are only pixels: choose another policy."
                            .formatted(Policy.REMOTE_ONLY));
        }
        long arrival = System.nanoTime();
        Preprocessing preprocessing = context.request().model().manifest().preprocessing();
        members.add(new Member(
                inference.runHead(() -> preprocessing.input(picture), picture.length, context, arrival), null));
    }

    /** Returns the results of all images, in the order in which they came; the deadline counts from the arrival of the last. */
    public List<InferenceResult> results() {
        List<HeadResult> doubtful = new ArrayList<>();
        for (Member member : members) {
            if (member.head() != null && member.wantsCloud()) {
                doubtful.add(member.head());
            }
        }
        Deadline deadline = doubtful.isEmpty()
                ? null
                : inference.deadline(
                        context.request(), doubtful.get(doubtful.size() - 1).arrival());
        long start = System.nanoTime();
        List<OffloadResult> offloaded = deadline == null ? List.of() : inference.complete(doubtful, context, deadline);
        long waited = System.nanoTime() - start;
        List<InferenceResult> results = new ArrayList<>(members.size());
        int next = 0;
        for (Member member : members) {
            if (member.result() != null) {
                results.add(member.result());
            } else if (member.head() != null && member.wantsCloud()) {
                results.add(inference.answer(member.head(), null, offloaded.get(next++), deadline, waited));
            } else if (member.head() != null) {
                results.add(inference.answerLocally(member.head(), null));
            }
        }
        return results;
    }
}
