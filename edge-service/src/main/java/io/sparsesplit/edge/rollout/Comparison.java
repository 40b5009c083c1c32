package io.sparsesplit.edge.rollout;

import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.ExitScore;
import io.swagger.v3.oas.annotations.media.Schema;

/** What candidate and incumbent made of the same images. */
final class Comparison {

    private long answered;
    private long compared;
    private long dropped;
    private long errors;
    private long exits;
    private long incumbentExits;
    private long agreements;
    private long exitAgreements;
    private double confidence;
    private double incumbentConfidence;

    /**
     * The sums.
     *
     * @param answered by the incumbent, since the trial began
     * @param compared images
     * @param dropped because the shadow was busy
     * @param errors of the candidate
     * @param exits that the candidate would have made
     * @param incumbentExits that the incumbent made, of the images compared
     * @param agreements of the candidate's exit with the answer, sure or not
     * @param exitAgreements of them those where the candidate would have answered by itself
     * @param confidence mean of the candidate's exit, by its criterion; 0 when no image was compared
     * @param incumbentConfidence mean of the incumbent's exit, by its criterion; 0 when no image was compared
     */
    @Schema(name = "ShadowMeasured")
    record View(
            long answered,
            long compared,
            long dropped,
            long errors,
            long exits,
            long incumbentExits,
            long agreements,
            long exitAgreements,
            double confidence,
            double incumbentConfidence) {}

    synchronized void answered() {
        answered++;
    }

    synchronized void dropped() {
        dropped++;
    }

    synchronized void failed() {
        errors++;
    }

    /**
     * The candidate has looked at an image.
     *
     * @param image as the incumbent answered it
     * @param incumbentExit what its exit said
     * @param decision of the candidate's head
     * @param label of the class that is most probable to the candidate's exit
     */
    synchronized void compared(Observation image, ExitScore incumbentExit, ExitDecision decision, String label) {
        boolean exit = decision instanceof ExitDecision.Exit;
        boolean agreed = label.equals(image.label());
        compared++;
        exits += exit ? 1 : 0;
        incumbentExits += image.outcome() == Outcome.EDGE ? 1 : 0;
        agreements += agreed ? 1 : 0;
        exitAgreements += exit && agreed ? 1 : 0;
        confidence += decision.exitScore().confidence();
        incumbentConfidence += incumbentExit.confidence();
    }

    synchronized View view() {
        long images = Math.max(1, compared);
        return new View(
                answered,
                compared,
                dropped,
                errors,
                exits,
                incumbentExits,
                agreements,
                exitAgreements,
                confidence / images,
                incumbentConfidence / images);
    }
}
