package io.sparsesplit.edge;

import io.sparsesplit.model.codec.CompletionFrame;
import io.sparsesplit.model.codec.MalformedFrameException;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.service.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/** What travels of one image on its way to the cloud, and the answer on the way back. */
final class CloudExchange {

    /** More than any answer or problem detail has. */
    private static final int MAX_ANSWER_BYTES = 1 << 19;

    private final CloudConnections connections;
    private final Offload offload;
    private final HttpPost request;
    private final Meter meter = new Meter();
    private volatile int payloadBytes;
    private volatile int frameBytes;

    CloudExchange(CloudConnections connections, Offload offload, Trace trace) {
        this.connections = connections;
        this.offload = offload;
        this.request = new HttpPost(offload.path());
        request.setHeader(HttpHeaders.ACCEPT, CompletionFrame.MEDIA_TYPE);
        request.setHeader(Trace.HEADER, trace.toHeader());
    }

    /** Asks, waits and reads. */
    Classification call() throws IOException {
        Offload.Parcel parcel = offload.pack();
        payloadBytes = parcel.payload();
        frameBytes = parcel.body().length;
        request.setEntity(new ByteArrayEntity(parcel.body(), ContentType.create(offload.mediaType())));
        try {
            return attempt();
        } catch (IOException e) {
            if (!foundClosed(e)) {
                throw e;
            }
            connections.closeIdle();
            return attempt();
        }
    }

    /** Ends the exchange now, whatever it is doing. */
    void cancel() {
        request.cancel();
    }

    /** What an answer is worth, with what it cost so far. */
    CloudReply answered(Classification classification) {
        return reply(Reason.CLOUD_ANSWERED, classification);
    }

    /** What a failure of this exchange means. */
    CloudReply failed(Throwable failure) {
        return reply(reason(failure), null);
    }

    private CloudReply reply(Reason reason, @Nullable Classification classification) {
        return new CloudReply(reason, classification, travelled(), null);
    }

    /** What travelled so far. */
    Travelled travelled() {
        long sent = meter.sent();
        return sent == 0
                ? Travelled.NOTHING
                : new Travelled(offload.codec(), payloadBytes, frameBytes, sent, meter.received());
    }

    private Classification attempt() throws IOException {
        try (ClassicHttpResponse response = connections.send(request, meter)) {
            byte[] body = body(response.getEntity());
            return switch (response.getCode()) {
                case HttpStatus.SC_OK -> classification(body);
                case HttpStatus.SC_CONFLICT ->
                    throw new CloudException(
                            Reason.FINGERPRINT_MISMATCH,
                            "the cloud does not hold model " + offload.model().fingerprint());
                default ->
                    throw new CloudException(
                            offload.refusal(response.getCode()),
                            "the cloud answered with status " + response.getCode());
            };
        }
    }

    private byte[] body(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        try (InputStream content = entity.getContent()) {
            byte[] body = content.readNBytes(MAX_ANSWER_BYTES + 1);
            if (body.length > MAX_ANSWER_BYTES) {
                request.cancel();
                throw new CloudException(
                        Reason.BAD_ANSWER, "the cloud's answer has more than %d bytes".formatted(MAX_ANSWER_BYTES));
            }
            return body;
        }
    }

    private Classification classification(byte[] body) throws IOException {
        CompletionFrame answer = CompletionFrame.readAll(
                        body, List.of(offload.model().fingerprint().toBytes()))
                .get(0);
        int classes = offload.model().head().classes();
        if (answer.probabilities().length != classes) {
            throw new CloudException(
                    Reason.BAD_ANSWER,
                    "the answer has %d classes, the model %d".formatted(answer.probabilities().length, classes));
        }
        try {
            return Classification.ofProbabilities(answer.probabilities());
        } catch (IllegalArgumentException e) {
            throw new CloudException(Reason.BAD_ANSWER, String.valueOf(e.getMessage()));
        }
    }

    /**
     * A connection that had served before may have been closed by the cloud since. Nothing of an answer was received then,
     * and to classify an image twice does no harm: the exchange is tried again, once, on a connection made for it.
     */
    private boolean foundClosed(IOException e) {
        return meter.reused()
                && meter.received() == 0
                && !request.isCancelled()
                && !(e instanceof InterruptedIOException || e instanceof CloudException);
    }

    private Reason reason(Throwable failure) {
        if (failure instanceof CloudException known) {
            return known.reason();
        } else if (failure instanceof MalformedFrameException || failure instanceof ClientProtocolException) {
            return Reason.BAD_ANSWER;
        } else if (failure instanceof InterruptedIOException || failure instanceof TimeoutException) {
            return Reason.TIMEOUT;
        } else if (failure instanceof ConnectException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException) {
            return Reason.REFUSED;
        } else if (failure instanceof IOException) {
            return meter.received() == 0 ? Reason.CONNECTION_LOST : Reason.BAD_ANSWER;
        }
        return Reason.CLOUD_ERROR;
    }
}
