package io.sparsesplit.edge;

import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.codec.CompletionFrame;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.codec.Frame;
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

/** The features of images on their way to the cloud in one request, and their answers on the way back. */
final class CloudExchange {

    static final String PATH = "/complete";

    /** More than any answer or problem detail has. */
    private static final int MAX_ANSWER_BYTES = 1 << 19;

    private static final ContentType FRAMES = ContentType.create(Frame.MEDIA_TYPE);

    private final CloudConnections connections;
    private final EdgeModel model;
    private final FeatureCodec codec;
    private final List<Features> images;
    private final HttpPost request = new HttpPost(PATH);
    private final Meter meter = new Meter();
    private volatile List<Frame> frames = List.of();

    CloudExchange(
            CloudConnections connections, EdgeModel model, FeatureCodec codec, List<Features> images, Trace trace) {
        this.connections = connections;
        this.model = model;
        this.codec = codec;
        this.images = images;
        request.setHeader(HttpHeaders.ACCEPT, CompletionFrame.MEDIA_TYPE);
        request.setHeader(Trace.HEADER, trace.toHeader());
    }

    /** Asks, waits and reads. */
    List<Classification> call() throws IOException {
        byte[] fingerprint = model.fingerprint().toBytes();
        List<Frame> encoded = new ArrayList<>(images.size());
        for (Features features : images) {
            encoded.add(new Frame(codec.codec(), fingerprint, codec.encode(features)));
        }
        frames = encoded;
        request.setEntity(new ByteArrayEntity(Frame.toBytes(encoded), FRAMES));
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
        List<CloudReply> replies = new ArrayList<>(images.size());
        for (int i = 0; i < images.size(); i++) {
            replies.add(new CloudReply(
                    reason, classifications == null ? null : classifications.get(i), share(all, i)));
        }
        return replies;
    }

    /** What travelled so far, for all images. */
    Travelled travelled() {
        long sent = meter.sent();
        List<Frame> encoded = frames;
        if (sent == 0) {
            return Travelled.NOTHING;
        }
        int payload = 0;
        int framed = 0;
        for (int i = 0; i < encoded.size(); i++) {
            payload += encoded.get(i).payload().length;
            framed += encoded.get(i).length(i == encoded.size() - 1);
        }
        return new Travelled(codec.codec(), payload, framed, sent, meter.received());
    }

    /** Of an image its own payload and frame, and an equal part of all that was on the wire: the parts sum up to it. */
    private Travelled share(Travelled all, int image) {
        int count = images.size();
        List<Frame> encoded = frames;
        if (count == 1 || all.codec() == null || encoded.isEmpty()) {
            return all;
        }
        Frame frame = encoded.get(image);
        return new Travelled(
                all.codec(),
                frame.payload().length,
                frame.length(image == count - 1),
                part(all.sent(), image, count),
                part(all.received(), image, count));
    }

    private static long part(long whole, int index, int count) {
        return whole / count + (index < whole % count ? 1 : 0);
    }

    private List<Classification> attempt() throws IOException {
        try (ClassicHttpResponse response = connections.send(request, meter)) {
            byte[] body = body(response.getEntity());
            return switch (response.getCode()) {
                case HttpStatus.SC_OK -> classifications(body);
                case HttpStatus.SC_CONFLICT ->
                    throw new CloudException(
                            Reason.FINGERPRINT_MISMATCH, "the cloud does not hold model " + model.fingerprint());
                default ->
                    throw new CloudException(
                            Reason.CLOUD_ERROR, "the cloud answered with status " + response.getCode());
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
        List<byte[]> asked = Collections.nCopies(images.size(), model.fingerprint().toBytes());
        List<Classification> classifications = new ArrayList<>(images.size());
        for (CompletionFrame answer : CompletionFrame.readAll(body, asked)) {
            classifications.add(classification(answer));
        }
        return classifications;
    }

    private Classification classification(CompletionFrame answer) throws IOException {
        int classes = model.head().classes();
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
     * and to complete features twice does no harm: the exchange is tried again, once, on a connection made for it.
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
