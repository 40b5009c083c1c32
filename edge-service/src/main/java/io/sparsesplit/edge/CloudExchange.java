package io.sparsesplit.edge;

import io.sparsesplit.edge.Offload.Parcel;
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
import java.util.ArrayList;
import java.util.Collections;
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

/** What travels of images on its way to the cloud in one request, and the answers on the way back. */
final class CloudExchange {

    /** More than any answer or problem detail has. */
    private static final int MAX_ANSWER_BYTES = 1 << 19;

    private final CloudConnections connections;
    private final Offload offload;
    private final HttpPost request;
    private final Meter meter = new Meter();
    private volatile @Nullable Parcel parcel;

    CloudExchange(CloudConnections connections, Offload offload, Trace trace) {
        this.connections = connections;
        this.offload = offload;
        this.request = new HttpPost(offload.path());
        request.setHeader(HttpHeaders.ACCEPT, CompletionFrame.MEDIA_TYPE);
        request.setHeader(Trace.HEADER, trace.toHeader());
    }

    /** Asks, waits and reads. */
    List<Classification> call() throws IOException {
        Parcel packed = offload.pack();
        parcel = packed;
        request.setEntity(new ByteArrayEntity(packed.body(), ContentType.create(offload.mediaType())));
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

    /** What the answers are worth, with what they cost so far. */
    List<CloudReply> answered(List<Classification> classifications) {
        return replies(Reason.CLOUD_ANSWERED, classifications);
    }

    /** What a failure of this exchange means for each image. */
    List<CloudReply> failed(Throwable failure) {
        return replies(reason(failure), null);
    }

    private List<CloudReply> replies(Reason reason, @Nullable List<Classification> classifications) {
        Travelled all = travelled();
        List<CloudReply> replies = new ArrayList<>(offload.images());
        for (int i = 0; i < offload.images(); i++) {
            Classification classification = classifications == null ? null : classifications.get(i);
            replies.add(new CloudReply(reason, classification, share(all, i), null));
        }
        return replies;
    }

    /** What travelled so far, for all images together. */
    Travelled travelled() {
        long sent = meter.sent();
        Parcel packed = parcel;
        return sent == 0 || packed == null
                ? Travelled.NOTHING
                : new Travelled(offload.codec(), packed.payload(), packed.body().length, sent, meter.received());
    }

    /** An image's own payload and frame, and an equal part of all that was on the wire: the parts sum up to it. */
    private Travelled share(Travelled all, int image) {
        Parcel packed = parcel;
        int images = offload.images();
        if (images == 1 || packed == null || all.codec() == null) {
            return all;
        }
        Parcel.Part own = packed.parts().get(image);
        return new Travelled(
                all.codec(),
                own.payload(),
                own.frame(),
                part(all.sent(), image, images),
                part(all.received(), image, images));
    }

    private static long part(long whole, int index, int count) {
        return whole / count + (index < whole % count ? 1 : 0);
    }

    private List<Classification> attempt() throws IOException {
        try (ClassicHttpResponse response = connections.send(request, meter)) {
            byte[] body = body(response.getEntity());
            return switch (response.getCode()) {
                case HttpStatus.SC_OK -> classifications(body);
                case HttpStatus.SC_CONFLICT -> throw ModelNotHeldException.of(offload.model(), body);
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

    private List<Classification> classifications(byte[] body) throws IOException {
        List<byte[]> asked = Collections.nCopies(
                offload.images(), offload.model().fingerprint().toBytes());
        List<Classification> classifications = new ArrayList<>(offload.images());
        for (CompletionFrame answer : CompletionFrame.readAll(body, asked)) {
            classifications.add(classification(answer));
        }
        return classifications;
    }

    private Classification classification(CompletionFrame answer) throws IOException {
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
