package io.sparsesplit.trainer.novelty;

import java.util.List;

/**
 * Holds what a detector finds among pictures of known classes and of none. Pictures take the way that they take when served.
 *
 * @param known pictures of the classes
 * @param unknown pictures of none of the classes
 */
record Detection(List<ScoredPicture> known, List<ScoredPicture> unknown) {

    /**
     * Holds what the head says of a picture.
     *
     * @param score distance to the nearest class
     * @param noneOfThese whether it is said to look like none of the classes
     * @param answered whether an exit answers it
     */
    record ScoredPicture(double score, boolean noneOfThese, boolean answered) {}

    /** Returns how many pictures are said to look like none of the classes. */
    static int flagged(List<ScoredPicture> pictures) {
        return (int) pictures.stream().filter(ScoredPicture::noneOfThese).count();
    }

    /** Returns how many pictures of no class an exit answers as one of the classes. */
    int answeredOnTheEdge() {
        return (int) unknown.stream().filter(ScoredPicture::answered).count();
    }

    /** Returns how many pictures of no class an exit answers without saying that they look like none. */
    int missedOnTheEdge() {
        return (int) unknown.stream()
                .filter(picture -> picture.answered() && !picture.noneOfThese())
                .count();
    }

    /**
     * Returns the area under the receiver operating characteristic: the probability that a picture of no class has the greater
     * score of one such and one of a class, an equal score counted as half (Mann and Whitney, Annals of Mathematical Statistics
     * 18, 1947). 1 tells all apart, 0.5 is chance.
     */
    double auroc() {
        double[] ascending =
                known.stream().mapToDouble(ScoredPicture::score).sorted().toArray();
        double wins = 0;
        for (ScoredPicture picture : unknown) {
            wins += (below(ascending, picture.score()) + below(ascending, Math.nextUp(picture.score()))) / 2.0;
        }
        return wins / ((double) known.size() * unknown.size());
    }

    /** Returns how many scores are less than a bound. */
    private static int below(double[] ascending, double bound) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] < bound) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
