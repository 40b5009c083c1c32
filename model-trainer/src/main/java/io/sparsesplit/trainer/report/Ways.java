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
record Ways(List<Way> all) {

    /** The entropy codec after training at a price. */
    static final String TRAINED = "entropy";

    /** In the name of every codec of features that were rounded after training. */
    private static final String UNTRAINED = " untrained";

    static Ways of(List<BytesPoint> points) {
        Map<List<Object>, List<BytesPoint>> ways = points.stream()
                .collect(Collectors.groupingBy(
                        point -> List.of(
                                point.codec(), point.model(), point.edgeParameters(), point.beta(), point.bits()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return new Ways(ways.values().stream().map(Way::new).toList());
    }

    /** Those that send pictures to a network that is in the cloud as a whole. */
    List<Way> pictures() {
        return all.stream().filter(Way::isPicture).toList();
    }

    /** Those that send features. */
    List<Way> features() {
        return all.stream().filter(way -> !way.isPicture()).toList();
    }

    /** Those that send features of the usual network: the one whose features were sent as they are, too. */
    List<Way> usual() {
        List<String> models =
                all.stream().filter(Way::isUnrounded).map(Way::model).toList();
        return features().stream().filter(way -> models.contains(way.model())).toList();
    }

    /** The usual network, trained at prices of bits, the lowest first. */
    List<Way> trained() {
        return usual().stream()
                .filter(way -> way.codec().equals(TRAINED))
                .sorted(Comparator.comparingDouble(Way::beta))
                .toList();
    }

    /** Rounded features of the usual network as it was trained without rounding. */
    List<Way> untrained() {
        return usual().stream().filter(way -> way.codec().endsWith(UNTRAINED)).toList();
    }

    /** The shortest messages among ways that are good enough, both by means over validation images, all of them sent. */
    static Optional<Way> shortest(List<Way> ways, Predicate<Way.Measured> isGoodEnough) {
        ToDoubleFunction<Way> bytes =
                way -> way.validated(BytesPoint.ALL).codedBytes().orElseThrow().mean();
        return ways.stream()
                .filter(way -> way.validated(BytesPoint.ALL).codedBytes().isPresent())
                .filter(way -> isGoodEnough.test(way.validated(BytesPoint.ALL)))
                .min(Comparator.comparingDouble(bytes));
    }
}
