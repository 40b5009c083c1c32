package io.sparsesplit.model.pattern;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Receptive fields: each right neuron reads left neurons that lie close together.
 *
 * <p>There is a tiling of the plane for every out-degree. Tiling {@code t} turns the plane by about
 * {@code pi (t + u) / outDegree}, cuts it into strips of equally many neurons, and walks through them to and fro; every
 * {@code inDegree} neurons met are a field. {@code u} in [0, 1) is drawn once, and every angle is off by up to 0.05 rad, so that
 * no two seeds have the same fields. Where a field spans two tilings it may meet a neuron twice: the second is exchanged
 * with the next neuron that fits, or else with an earlier one.
 */
final class Local {

    private static final double JITTER = 0.05;

    private final Junction junction;
    private final Positions positions;
    private final Random random;
    private final int[] walk;

    Local(Junction junction, Positions positions, Random random) {
        if (positions.size() != junction.inputs()) {
            throw new IllegalArgumentException(
                    "%d positions given for a junction with %d inputs".formatted(positions.size(), junction.inputs()));
        }
        this.junction = junction;
        this.positions = positions;
        this.random = random;
        this.walk = new int[junction.edges()];
    }

    int[] sources() {
        double offset = random.nextDouble();
        for (int t = 0; t < junction.outDegree(); t++) {
            double jitter = JITTER * (2 * random.nextDouble() - 1);
            tile(t, Math.PI * (t + offset) / junction.outDegree() + jitter);
        }
        for (int entry = 0; entry < walk.length; entry++) {
            if (occursBefore(entry)) {
                exchange(entry);
            }
        }
        return walk;
    }

    /** Writes the walk through tiling {@code t}. */
    private void tile(int t, double angle) {
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        int inputs = junction.inputs();
        int strips = (int) Math.max(1, Math.round(Math.sqrt((double) inputs / junction.inDegree())));
        List<Integer> across = new ArrayList<>(inputs);
        for (int i = 0; i < inputs; i++) {
            across.add(i);
        }
        across.sort(Comparator.comparingDouble(i -> cos * positions.x(i) - sin * positions.y(i)));
        Comparator<Integer> along = Comparator.comparingDouble(i -> sin * positions.x(i) + cos * positions.y(i));
        for (int s = 0; s < strips; s++) {
            across.subList(edge(s, strips), edge(s + 1, strips)).sort(s % 2 == 0 ? along : along.reversed());
        }
        for (int i = 0; i < inputs; i++) {
            walk[t * inputs + (t % 2 == 0 ? i : inputs - 1 - i)] = across.get(i);
        }
    }

    private int edge(int strip, int strips) {
        return (int) ((long) strip * junction.inputs() / strips);
    }

    private boolean occursBefore(int entry) {
        int neuron = walk[entry];
        for (int other = firstOfField(entry); other < entry; other++) {
            if (walk[other] == neuron) {
                return true;
            }
        }
        return false;
    }

    private void exchange(int entry) {
        for (int step = 1; step < walk.length; step++) {
            // Later entries first, then, having gone round, those before this field, the nearest last.
            int other = (entry + step) % walk.length;
            if (fits(walk[other], entry) && fits(walk[entry], other)) {
                int neuron = walk[entry];
                walk[entry] = walk[other];
                walk[other] = neuron;
                return;
            }
        }
        throw new IllegalArgumentException(
                "no local pattern of %d to %d neurons with out-degree %d was found: choose another out-degree or seed"
                        .formatted(junction.inputs(), junction.outputs(), junction.outDegree()));
    }

    /** Whether the field of an entry does not have the neuron, apart from that entry. */
    private boolean fits(int neuron, int entry) {
        int first = firstOfField(entry);
        for (int other = first; other < first + junction.inDegree(); other++) {
            if (other != entry && walk[other] == neuron) {
                return false;
            }
        }
        return true;
    }

    private int firstOfField(int entry) {
        return entry / junction.inDegree() * junction.inDegree();
    }
}
