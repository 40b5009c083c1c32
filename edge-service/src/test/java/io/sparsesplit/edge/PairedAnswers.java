package io.sparsesplit.edge;

import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.service.SmallModel;
import java.nio.file.Path;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** What one version of a model answers to each of some images: by its head alone, and by its head and its own tail. */
final class PairedAnswers {

    /** Probabilities come from the cloud in whole parts of 65535. */
    private static final float ROUNDING = 1.51f / 65535;

    private final String fingerprint;
    private final Classification[] exit;
    private final Classification[] tail;

    PairedAnswers(Path repository, String version, byte[][] images) {
        this(new ModelRepository(repository), version, version, images);
    }

    /** What a head and the tail of another version would answer. */
    static PairedAnswers mixed(Path repository, String head, String tail, byte[][] images) {
        return new PairedAnswers(new ModelRepository(repository), head, tail, images);
    }

    private PairedAnswers(ModelRepository repository, String headVersion, String tailVersion, byte[][] images) {
        EdgeModel edge = repository.loadEdge(SmallModel.NAME, headVersion);
        CloudModel cloud = repository.loadCloud(SmallModel.NAME, tailVersion);
        ImageDecoder decoder = new ImageDecoder(edge.manifest().preprocessing(), Limits.DEFAULT);
        FeatureCodec codec = edge.codecs().standard();
        fingerprint = edge.fingerprint().toString();
        exit = new Classification[images.length];
        tail = new Classification[images.length];
        for (int i = 0; i < images.length; i++) {
            Continue unsure = (Continue) edge.head().decide(decoder.decode(images[i]), OptionalDouble.of(Head.NEVER));
            exit[i] = unsure.exitScore().classification();
            tail[i] = cloud.tail().classify(codec.decode(codec.encode(unsure.features())));
        }
    }

    /** Whether an answer to an image is this version's in all its parts. */
    boolean gave(JsonNode answer, int image) {
        boolean cloud = answer.path("exit").asString().equals("cloud");
        Classification expected = cloud ? tail[image] : exit[image];
        return answer.path("model").path("fingerprint").asString().equals(fingerprint)
                && isLike(answer.path("probabilities"), expected, cloud ? ROUNDING : 0);
    }

    /** Whether a client could not tell this version's answer from another's. */
    boolean isLike(PairedAnswers other, int image) {
        float[] a = tail[image].probabilities();
        float[] b = other.tail[image].probabilities();
        float most = 0;
        for (int c = 0; c < a.length; c++) {
            most = Math.max(most, Math.abs(a[c] - b[c]));
        }
        return most < 10 * ROUNDING;
    }

    private static boolean isLike(JsonNode probabilities, Classification expected, float tolerance) {
        for (int c = 0; c < expected.probabilities().length; c++) {
            if (!(Math.abs(probabilities.path(c).floatValue() - expected.probabilities()[c]) <= tolerance)) {
                return false;
            }
        }
        return true;
    }
}
