package io.sparsesplit.edge.offload;

import io.sparsesplit.edge.offload.Offload.OfFeatures;
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
import io.sparsesplit.service.Trace;
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

    static final int STATUS_OK = 200;
    static final int STATUS_CONFLICT = 409;

    /** More than any problem detail has. */
    static final int MAX_PROBLEM_BYTES = 1 << 19;

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
                        .mapToInt(image ->
                                CompletionFrame.length(image.model().head().classes()))
                        .sum();
        String trace = traceparent(images);
        if (first.offload() instanceof OfImage image) {
            return new Post(
                    image.path(), image.mediaType(), CompletionFrame.MEDIA_TYPE, trace, image.file(), maxAnswer);
        }
        List<Frame> frames = images.stream()
                .map(image -> ((OfFeatures) image.offload()).frame())
                .toList();
        return new Post(
                Offload.COMPLETE,
                Frame.MEDIA_TYPE,
                CompletionFrame.MEDIA_TYPE,
                trace,
                Frame.toBytes(frames),
                maxAnswer);
    }

    /** Of the first image whose trace somebody records; null when there is none: a header costs bytes. */
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
     * @throws ModelNotLoadedException when the cloud does not hold one of their models
     */
    List<Classification> call() throws IOException {
        Response response = exchange.send();
        return switch (response.status()) {
            case STATUS_OK -> classifications(response.body());
            case STATUS_CONFLICT ->
                throw ModelNotLoadedException.of(images.get(0).model(), response.body());
            default ->
                throw new CloudException(
                        refusal(response.status()), "the cloud answered with status " + response.status());
        };
    }

    /** An image that the cloud does not take, or a cloud that takes none, says nothing about the link to it. */
    private CallOutcome refusal(int status) {
        if (images.get(0).offload() instanceof OfFeatures) {
            return CallOutcome.CLOUD_ERROR;
        }
        return switch (status) {
            case 400, 404, 405, 413, 415, 422 -> CallOutcome.IMAGE_REFUSED;
            default -> CallOutcome.CLOUD_ERROR;
        };
    }

    /** Ends the exchange now, whatever it is doing. */
    void cancel() {
        exchange.cancel();
    }

    /** Bytes on the wire so far. */
    long sent() {
        return exchange.sent();
    }

    /** Bytes on the wire so far. */
    long received() {
        return exchange.received();
    }

    private List<Classification> classifications(byte[] body) throws IOException {
        List<CompletionFrame> answers = CompletionFrame.readAll(
                body,
                images.stream()
                        .map(image -> image.model().fingerprint().toBytes())
                        .toList());
        List<Classification> classifications = new ArrayList<>(images.size());
        for (int i = 0; i < images.size(); i++) {
            classifications.add(
                    classification(answers.get(i), images.get(i).model().head().classes()));
        }
        return classifications;
    }

    /** What an answer says, of a model with so many classes. */
    static Classification classification(CompletionFrame answer, int classes) throws IOException {
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

    /** What a failure of {@link #call} means. */
    CallOutcome outcome(Throwable failure) {
        return outcome(failure, exchange);
    }

    /** What a failure of an exchange means. */
    static CallOutcome outcome(@Nullable Throwable failure, Exchange exchange) {
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
