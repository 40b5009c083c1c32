package io.sparsesplit.edge.models;

import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.service.catalog.PartLoader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;

/** Gets the heads of models ready: an image file goes the whole way from its bytes to what would travel to the cloud. */
public final class HeadLoader implements PartLoader<ServedModel> {

    private final ModelRepository repository;
    private final Limits limits;
    private final byte[] stroke = stroke();

    /**
     * From a repository.
     *
     * @param limits which images are decoded
     */
    public HeadLoader(ModelRepository repository, Limits limits) {
        this.repository = repository;
        this.limits = limits;
    }

    @Override
    public ServedModel load(String name, String version) {
        EdgeModel model = repository.loadEdge(name, version);
        return new ServedModel(model, new ImageDecoder(model.manifest().preprocessing(), limits));
    }

    @Override
    public void run(ServedModel model) {
        float[] input = model.decoder().decode(stroke);
        ExitDecision decision = model.head().decide(input, OptionalDouble.of(Head.NEVER));
        if (decision instanceof Continue unsure) {
            model.codecs().standard().encode(unsure.features());
        }
    }

    private static byte[] stroke() {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 4; y < 24; y++) {
            image.getRaster().setSample(14, y, 0, 255);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
