package io.sparsesplit.edge.offload;

import io.sparsesplit.edge.offload.Offload.Framed;
import io.sparsesplit.edge.offload.Offload.OfImage;
import io.sparsesplit.edge.outcome.CallOutcome;
import io.sparsesplit.edge.transport.Exchange;
import io.sparsesplit.edge.transport.Link;
import io.sparsesplit.edge.transport.Post;
import io.sparsesplit.edge.transport.Response;
import io.sparsesplit.model.codec.CompletionFrame;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.codec.MalformedFrameException;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.service.tracing.Trace;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What travels for images on its way to the cloud in one body, and their answers on the way back. */
final class CloudExchange {

    private static final int STATUS_OK = 200;
    static final int STATUS_CONFLICT = 409;

    /** Room for a problem detail in bytes, more than any takes. */
    private static final int MAX_PROBLEM_BYTES = 1 << 19;

    private final List<PendingOffload> images;
    private final Exchange exchange;

    /**
     * An exchange that has not begun.
     *
     * @param images at least one; features of any number, or one image itself
     */
    CloudExchange(Link link, List<PendingOffload> images) {
        this.images = images;
        this.exchange = link.exchange(post(images));
    }

    private static Post post(List<PendingOffload> images) {
        PendingOffload first = images.get(0);
        int maxAnswer = MAX_PROBLEM_BYTES
                + images.stream()
                        .mapToInt(
                                image -> CompletionFrame.length(image.offload().classes()))
                        .sum();
        String trace = traceparent(images);
        if (first.offload() instanceof OfImage image) {
            return new Post(
                    image.path(), image.mediaType(), CompletionFrame.MEDIA_TYPE, trace, image.file(), maxAnswer);
        }
        List<Frame> frames =
                images.stream().map(image -> ((Framed) image.offload()).frame()).toList();
        return new Post(
                Offload.COMPLETE,
                Frame.MEDIA_TYPE,
                CompletionFrame.MEDIA_TYPE,
                trace,
                Frame.toBytes(frames),
                maxAnswer);
    }

    /** Returns the trace of the first image whose trace somebody records; null when there is none, since a header costs bytes. */
    private static @Nullable String traceparent(List<PendingOffload> images) {
        return images.stream()
                .map(PendingOffload::trace)
                .filter(Trace::isSampled)
                .findFirst()
                .map(Trace::toHeader)
                .orElse(null);
    }

    /**
     * Asks, waits and reads: one answer for each image, in their order.
     *
     * @throws ModelNotLoadedException when the cloud has not loaded one of their models
     */
    List<Classification> call() throws IOException {
        Response response = exchange.send();
        if (response.status() != STATUS_OK) {
            throw images.get(0).offload().failure(response.status(), response.body());
        }
        return classifications(response.body());
    }

    /** Ends the exchange now, whatever it is doing. */
    void cancel() {
        exchange.cancel();
    }

    /** Returns the bytes on the wire to the cloud so far. */
    long sent() {
        return exchange.sent();
    }

    /** Returns the bytes on the wire from the cloud so far. */
    long received() {
        return exchange.received();
    }

    private List<Classification> classifications(byte[] body) throws IOException {
        List<CompletionFrame> answers = CompletionFrame.readAll(
                body,
                images.stream().map(image -> image.offload().fingerprintBytes()).toList());
        List<Classification> classifications = new ArrayList<>(images.size());
        for (int i = 0; i < images.size(); i++) {
            classifications.add(
                    classification(answers.get(i), images.get(i).offload().classes()));
        }
        return classifications;
    }

    /** Returns what an answer of a model with so many classes says. */
    private static Classification classification(CompletionFrame answer, int classes) throws IOException {
        if (answer.probabilities().length != classes) {
            throw new CloudException(
                    CallOutcome.BAD_ANSWER,
                    "the answer has %d classes, the model %d".formatted(answer.probabilities().length, classes));
        }
        try {
            return Classification.ofProbabilities(answer.probabilities());
        } catch (IllegalArgumentException e) {
            throw new CloudException(CallOutcome.BAD_ANSWER, String.valueOf(e.getMessage()));
        }
    }

    /** Returns what a failure of {@link #call} means. */
    CallOutcome outcome(Throwable failure) {
        if (failure instanceof CloudException known) {
            return known.outcome();
        } else if (failure instanceof MalformedFrameException || failure instanceof ProtocolException) {
            return CallOutcome.BAD_ANSWER;
        } else if (failure instanceof InterruptedIOException || failure instanceof TimeoutException) {
            return CallOutcome.TIMEOUT;
        } else if (failure instanceof ConnectException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException) {
            return CallOutcome.REFUSED;
        } else if (failure instanceof IOException) {
            return exchange.answered() ? CallOutcome.BAD_ANSWER : CallOutcome.CONNECTION_LOST;
        }
        return CallOutcome.CLOUD_ERROR;
    }
}
