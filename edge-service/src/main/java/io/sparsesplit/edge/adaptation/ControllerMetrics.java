package io.sparsesplit.edge.adaptation;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.models.ServedModels;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.decision.Decision;
import io.sparsesplit.model.network.EarlyExit;
import java.util.List;
import org.springframework.stereotype.Component;

/** What the controller has set and measures. The threshold is that of the last exit of the default model. */
@Component
class ControllerMetrics {

    ControllerMetrics(MeterRegistry registry, Controller controller, ServedModels models, ControllerProperties bounds) {
        Gauge.builder("sparsesplit.controller.threshold", () -> threshold(controller, models))
                .register(registry);
        Gauge.builder("sparsesplit.controller.offset", () -> controller.state().offset())
                .register(registry);
        Gauge.builder("sparsesplit.controller.offset.min", bounds::minOffset).register(registry);
        Gauge.builder("sparsesplit.controller.offset.max", bounds::maxOffset).register(registry);
        Gauge.builder("sparsesplit.controller.budget", () -> budget(bounds))
                .baseUnit("bytes")
                .register(registry);
        for (Codec codec : Codec.values()) {
            Gauge.builder("sparsesplit.controller.codec", () -> codec(controller, models) == codec ? 1 : 0)
                    .tag("codec", codec.toString())
                    .register(registry);
        }
        Gauge.builder("sparsesplit.controller.link", () -> controller.state().linkMs() / 1000)
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("sparsesplit.controller.spent", () -> controller.state().spent())
                .baseUnit("bytes")
                .register(registry);
        FunctionCounter.builder("sparsesplit.controller.changes", controller, Controller::changesSoFar)
                .register(registry);
    }

    private static double threshold(Controller controller, ServedModels models) {
        List<EarlyExit> exits = models.defaultModel().head().exits();
        return Decision.moved(
                exits.get(exits.size() - 1).threshold(), controller.state().offset());
    }

    /** In any minute; 0 when there is none to be kept. */
    private static long budget(ControllerProperties bounds) {
        return bounds.objective() == Objective.BYTE_BUDGET
                ? bounds.bytesPerMinute().toBytes()
                : 0;
    }

    private static Codec codec(Controller controller, ServedModels models) {
        ServedModel model = models.defaultModel();
        Codec set = controller.codec();
        return set != null && model.codecs().of(set).isPresent()
                ? set
                : model.codecs().standard().codec();
    }
}
