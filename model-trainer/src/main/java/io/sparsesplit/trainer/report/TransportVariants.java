package io.sparsesplit.trainer.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** All ways for images to travel, in the order in which they were measured. */
record TransportVariants(List<TransportVariant> all) {

    /** The entropy codec after training with a rate weight. */
    static final String TRAINED = "entropy";

    /** In the name of every codec of features that were rounded after training. */
    private static final String UNTRAINED = " untrained";

    static TransportVariants of(List<BytesPoint> points) {
        Map<List<Object>, List<BytesPoint>> ways = points.stream()
                .collect(Collectors.groupingBy(
                        point -> List.of(
                                point.codec(), point.model(), point.edgeParameters(), point.beta(), point.bits()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return new TransportVariants(
                ways.values().stream().map(TransportVariant::new).toList());
    }

    /** Those that send pictures to a network that is in the cloud as a whole. */
    List<TransportVariant> pictures() {
        return all.stream().filter(TransportVariant::isPicture).toList();
    }

    /** Those that send features. */
    List<TransportVariant> features() {
        return all.stream().filter(way -> !way.isPicture()).toList();
    }

    /** Those that send features of the usual network: the one whose features were sent as they are, too. */
    List<TransportVariant> defaults() {
        List<String> models = all.stream()
                .filter(TransportVariant::isUnrounded)
                .map(TransportVariant::model)
                .toList();
        return features().stream().filter(way -> models.contains(way.model())).toList();
    }

    /** The usual network, trained at rate weights, the lowest first. */
    List<TransportVariant> trained() {
        return defaults().stream()
                .filter(way -> way.codec().equals(TRAINED))
                .sorted(Comparator.comparingDouble(TransportVariant::beta))
                .toList();
    }

    /** Rounded features of the usual network as it was trained without rounding. */
    List<TransportVariant> untrained() {
        return defaults().stream()
                .filter(way -> way.codec().endsWith(UNTRAINED))
                .toList();
    }

    /** The shortest messages among ways that are good enough, both by means over validation images, all of them sent. */
    static Optional<TransportVariant> shortest(
            List<TransportVariant> ways, Predicate<TransportVariant.Measured> isGoodEnough) {
        ToDoubleFunction<TransportVariant> bytes =
                way -> way.validated(BytesPoint.ALL).codedBytes().orElseThrow().mean();
        return ways.stream()
                .filter(way -> way.validated(BytesPoint.ALL).codedBytes().isPresent())
                .filter(way -> isGoodEnough.test(way.validated(BytesPoint.ALL)))
                .min(Comparator.comparingDouble(bytes));
    }
}
