package io.sparsesplit.edge;

import io.sparsesplit.edge.Inference.Judged;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.service.Problem;
import io.sparsesplit.service.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The images of one request. Each is judged by the head as it comes; those that it is not sure of travel to the cloud together
 * once all are there. With policy {@code remote-only} each travels by itself, at once.
 */
public final class Convoy {

    private final Inference inference;
    private final Course course;
    private final List<Member> members = new ArrayList<>();

    Convoy(Inference inference, Course course) {
        this.inference = inference;
        this.course = course;
    }

    /** An image whose answer is known, or still to come. */
    private record Member(@Nullable Judged judged, @Nullable Answer answer) {

        boolean wantsCloud() {
            return judged != null && judged.wantsCloud();
        }
    }

    /**
     * Takes an image along.
     *
     * @param image an image file
     * @throws io.sparsesplit.model.image.ImageException when it cannot be decoded: it does not come along
     */
    public void add(byte[] image) {
        long arrival = System.nanoTime();
        if (course.request().policy() == Policy.REMOTE_ONLY) {
            members.add(new Member(null, inference.remotely(image, course, arrival)));
        } else {
            members.add(new Member(inference.judge(image, course, arrival), null));
        }
    }

    /**
     * Takes an image along that need not be decoded or fitted.
     *
     * @param picture see {@link Preprocessing#picture}
     * @throws ProblemException when the policy is that the image itself travels: there is none
     */
    public void addPicture(byte[] picture) {
        if (course.request().policy() == Policy.REMOTE_ONLY) {
            throw new ProblemException(
                    Problem.BAD_PARAMETER,
                    "With policy %s image files travel, but these are only pixels: choose another policy."
                            .formatted(Policy.REMOTE_ONLY));
        }
        long arrival = System.nanoTime();
        Preprocessing preprocessing = course.request().model().manifest().preprocessing();
        members.add(
                new Member(inference.judge(() -> preprocessing.input(picture), picture.length, course, arrival), null));
    }

    /** The answers for all images, in the order in which they came; the deadline counts from the arrival of the last. */
    public List<Answer> answer() {
        List<Judged> doubtful = new ArrayList<>();
        for (Member member : members) {
            if (member.judged() != null && member.wantsCloud()) {
                doubtful.add(member.judged());
            }
        }
        Deadline deadline = doubtful.isEmpty()
                ? null
                : inference.deadline(
                        course.request(), doubtful.get(doubtful.size() - 1).arrival());
        long start = System.nanoTime();
        List<CloudReply> replies = deadline == null ? List.of() : inference.complete(doubtful, course, deadline);
        long waited = System.nanoTime() - start;
        List<Answer> answers = new ArrayList<>(members.size());
        int next = 0;
        for (Member member : members) {
            if (member.answer() != null) {
                answers.add(member.answer());
            } else if (member.judged() != null && member.wantsCloud()) {
                answers.add(inference.answer(member.judged(), null, replies.get(next++), deadline, waited));
            } else if (member.judged() != null) {
                answers.add(inference.answerLocally(member.judged(), null));
            }
        }
        return answers;
    }
}
