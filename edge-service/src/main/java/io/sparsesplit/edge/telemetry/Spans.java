package io.sparsesplit.edge.telemetry;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.sparsesplit.edge.outcome.AnswerReason;
import io.sparsesplit.model.network.ExitScore;
import io.sparsesplit.service.tracing.Trace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The way of an image as spans below that of its request, where this is traced. What happens on the edge is told afterwards, from
 * the moments that are noted anyway.
 */
@Component
public class Spans {

    private final @Nullable Tracer tracer;

    Spans(ObjectProvider<Tracer> tracer) {
        this.tracer = tracer.getIfAvailable();
    }

    /** The head has decided, at these moments of {@link System#nanoTime}. */
    public void decided(long arrival, long decoded, long decided, ExitScore exitScore) {
        Span request = request();
        if (request == null) {
            return;
        }
        long epoch = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()) - System.nanoTime();
        below(request, "decode", epoch + arrival).start().end(epoch + decoded, TimeUnit.NANOSECONDS);
        below(request, "head", epoch + decoded)
                .tag("confidence", exitScore.confidence())
                .start()
                .end(epoch + decided, TimeUnit.NANOSECONDS);
    }

    private Span.Builder below(Span request, String name, long start) {
        return builder().setParent(request.context()).name(name).startTimestamp(start, TimeUnit.NANOSECONDS);
    }

    /** Images are about to be offloaded. */
    public OffloadSpan offloading(Trace trace, int images) {
        Span request = request();
        return request == null
                ? new OffloadSpan(null, trace)
                : new OffloadSpan(
                        builder()
                                .setParent(request.context())
                                .name("offload")
                                .kind(Span.Kind.CLIENT)
                                .tag("images", images)
                                .start(),
                        trace);
    }

    private Span.Builder builder() {
        if (tracer == null) {
            throw new IllegalStateException("there is no tracing");
        }
        return tracer.spanBuilder();
    }

    /** The span of this thread's request; null when nobody records it. */
    private @Nullable Span request() {
        Span span = tracer == null ? null : tracer.currentSpan();
        return span != null && Boolean.TRUE.equals(span.context().sampled()) ? span : null;
    }

    /** From the wish that the cloud answers to its answers, or what came instead. */
    public static final class OffloadSpan {

        private final @Nullable Span span;
        private final Trace trace;

        private OffloadSpan(@Nullable Span span, Trace trace) {
            this.span = span;
            this.trace = span == null ? trace : Trace.within(span);
        }

        /** What the calls to the cloud belong to. */
        public Trace trace() {
            return trace;
        }

        /** Ends the span: all is answered, for this reason. */
        public void end(AnswerReason reason) {
            if (span != null) {
                span.tag("outcome", reason.toString());
                span.end();
            }
        }
    }
}
