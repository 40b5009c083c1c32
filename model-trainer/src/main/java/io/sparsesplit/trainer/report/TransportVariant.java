package io.sparsesplit.trainer.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** A way for images to travel: points that differ in nothing but seed, split and scope. */
record TransportVariant(List<BytesPoint> points) {

    private static final String FLOAT32 = "float32";

    /** What was measured on the images of a split, some of them or all sent: points that differ in nothing but their seed. */
    record Measured(List<BytesPoint> points) {

        /** Percent. */
        Optional<Sample> accuracy() {
            return gains(BytesPoint::accuracy);
        }

        /** Points of accuracy above the same seed's reference. */
        Optional<Sample> difference() {
            return gains(point -> point.accuracy() - point.referenceAccuracy());
        }

        /** Percent. */
        Optional<Sample> exitRate() {
            return gains(BytesPoint::localExitRate);
        }

        Optional<Sample> idealBytes() {
            return perMessage(BytesPoint::idealBytes);
        }

        Optional<Sample> codedBytes() {
            return perMessage(BytesPoint::codedBytes);
        }

        Optional<Sample> frameBytes() {
            return perMessage(BytesPoint::frameBytes);
        }

        /** Bytes of the code that the model of its coder does not ask for. */
        Optional<Sample> overheadBytes() {
            return perMessage(point -> point.codedBytes() - point.idealBytes());
        }

        Optional<Sample> bytesPerImage() {
            return costs(points, BytesPoint::bytesPerImage);
        }

        /** How many times longer so many bytes are than those per image; seeds that sent nothing are left out. */
        Optional<Sample> timesFewerThan(double bytes) {
            List<Double> factors =
                    sent().stream().map(point -> bytes / point.bytesPerImage()).toList();
            return factors.isEmpty() ? Optional.empty() : Optional.of(Sample.of(factors));
        }

        private Optional<Sample> gains(ToDoubleFunction<BytesPoint> figure) {
            return points.isEmpty() ? Optional.empty() : Optional.of(Sample.of(values(points, figure)));
        }

        private Optional<Sample> perMessage(ToDoubleFunction<BytesPoint> figure) {
            return costs(sent(), figure);
        }

        /** Where the exit answers all images of a seed, there is no message to have a length. */
        private List<BytesPoint> sent() {
            return points.stream().filter(point -> point.images() > 0).toList();
        }

        private static Optional<Sample> costs(List<BytesPoint> points, ToDoubleFunction<BytesPoint> figure) {
            return points.isEmpty() ? Optional.empty() : Optional.of(Sample.ofCosts(values(points, figure)));
        }

        private static List<Double> values(List<BytesPoint> points, ToDoubleFunction<BytesPoint> figure) {
            return points.stream().map(figure::applyAsDouble).toList();
        }
    }

    /** @param scope {@link BytesPoint#ALL} or {@link BytesPoint#CASCADE} */
    Measured validated(String scope) {
        return on(ExitPoint.VALIDATION, scope);
    }

    /** @param scope {@link BytesPoint#ALL} or {@link BytesPoint#CASCADE} */
    Measured tested(String scope) {
        return on(ExitPoint.TEST, scope);
    }

    private Measured on(String split, String scope) {
        Predicate<BytesPoint> wanted =
                point -> point.split().equals(split) && point.scope().equals(scope);
        return new Measured(points.stream().filter(wanted).toList());
    }

    String codec() {
        return first().codec();
    }

    String model() {
        return first().model();
    }

    int edgeParameters() {
        return first().edgeParameters();
    }

    double beta() {
        return first().beta();
    }

    int bits() {
        return first().bits();
    }

    /** Whether pictures travel, not features. */
    boolean isPicture() {
        return edgeParameters() == 0;
    }

    /** Whether features travel as they are. */
    boolean isUnrounded() {
        return codec().equals(FLOAT32);
    }

    private BytesPoint first() {
        return points.get(0);
    }
}
