package io.sparsesplit.edge;

import io.sparsesplit.edge.link.Link;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.models.ServedModels;
import io.sparsesplit.model.network.Head;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Runs before the service reports that it is ready: lets the virtual machine compile the way of an image, so that the first
 * client does not wait for that, and says what is served and where.
 */
@Component
class StartUp implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(StartUp.class);
    private static final int WARM_UP_IMAGES = 300;

    private final ServedModels models;
    private final CloudProperties cloud;
    private final Link link;
    private final Environment environment;

    StartUp(ServedModels models, CloudProperties cloud, Link link, Environment environment) {
        this.models = models;
        this.cloud = cloud;
        this.link = link;
        this.environment = environment;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        ServedModel model = models.standard();
        byte[] image = image();
        for (int i = 0; i < WARM_UP_IMAGES; i++) {
            model.head().decide(model.decoder().decode(image), OptionalDouble.of(Head.NEVER));
        }
        warmUpConnections();
        LOG.info(
                "POST http://{}:{}/infer answers with {} {} (fingerprint {}, {} parameters), cloud {}, see /swagger-ui.html",
                environment.getProperty("server.address", "localhost"),
                environment.getProperty("local.server.port"),
                model.manifest().name(),
                model.manifest().version(),
                model.fingerprint().toString().substring(0, 16),
                model.head().parameters(),
                cloud.url());
    }

    /** In the background: whether the cloud is there must not matter to the edge's start. */
    private void warmUpConnections() {
        Thread thread = new Thread(
                () -> {
                    try {
                        link.warmUp(CloudExchange.PATH);
                    } catch (IOException e) {
                        LOG.info("The cloud at {} does not answer yet: {}", cloud.url(), e.getMessage());
                    }
                },
                "warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    /** A stroke. */
    private byte[] image() throws IOException {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 4; y < 24; y++) {
            image.getRaster().setSample(14, y, 0, 255);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
