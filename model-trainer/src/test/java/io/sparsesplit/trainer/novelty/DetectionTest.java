package io.sparsesplit.trainer.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.trainer.novelty.Detection.ScoredPicture;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DetectionTest {

    @Test
    void scoresThatTellAllApartHaveAnAreaOfOne() {
        assertThat(detection(List.of(1.0, 2.0), List.of(3.0, 4.0)).auroc()).isEqualTo(1);
        assertThat(detection(List.of(3.0, 4.0), List.of(1.0, 2.0)).auroc()).isZero();
        assertThat(detection(List.of(1.0, 1.0), List.of(1.0)).auroc()).isEqualTo(0.5);
        assertThat(detection(List.of(0.0), List.of(Double.MAX_VALUE)).auroc()).isEqualTo(1);
    }

    @Test
    void theAreaIsTheShareOfPairsInTheRightOrderAndHalfOfTheEqualOnes() {
        Random random = new Random(1);
        List<Double> known =
                IntStream.range(0, 57).mapToObj(i -> (double) random.nextInt(9)).toList();
        List<Double> unknown =
                IntStream.range(0, 31).mapToObj(i -> 2.0 + random.nextInt(9)).toList();
        double wins = 0;
        for (double above : unknown) {
            for (double below : known) {
                wins += above > below ? 1 : above == below ? 0.5 : 0;
            }
        }

        assertThat(detection(known, unknown).auroc()).isEqualTo(wins / (57 * 31), within(1e-12));
    }

    @Test
    void aPictureIsMissedWhenAnExitAnswersItAndNothingIsSaid() {
        Detection detection = new Detection(
                List.of(),
                List.of(
                        new ScoredPicture(1, false, true),
                        new ScoredPicture(9, true, true),
                        new ScoredPicture(1, false, false),
                        new ScoredPicture(9, true, false)));

        assertThat(detection.answeredOnTheEdge()).isEqualTo(2);
        assertThat(detection.missedOnTheEdge()).isEqualTo(1);
        assertThat(Detection.flagged(detection.unknown())).isEqualTo(2);
    }

    private static Detection detection(List<Double> known, List<Double> unknown) {
        return new Detection(pictures(known), pictures(unknown));
    }

    private static List<ScoredPicture> pictures(List<Double> scores) {
        return scores.stream()
                .map(score -> new ScoredPicture(score, false, false))
                .toList();
    }
}
