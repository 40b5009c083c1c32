package io.sparsesplit.edge;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.sparsesplit.cloud.CloudApplication;
import io.sparsesplit.edge.adaptation.Ticker;
import io.sparsesplit.edge.offload.Offload;
import io.sparsesplit.edge.transport.Link;
import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import io.sparsesplit.service.SmallModel;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Both services, as they are shipped, with a {@link FaultProxy} between them; one for all tests of a version of HTTP, healed before each.
 * Beside them the model itself, to know what they have to answer.
 */
final class ServicePair implements AutoCloseable {

    static final int DEADLINE_MS = 900;
    static final int RESPONSE_TIMEOUT_MS = 600;
    static final int MAX_CALLS = 3;

    static {
        // A bound, not a wait: on a busy machine a condition may take its time.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    private final Path repository;
    private final ConfigurableApplicationContext cloud;
    private final ConfigurableApplicationContext edge;
    final FaultProxy proxy;
    final Http http;
    final EdgeModel head;
    private final CloudModel tail;
    private final ImageDecoder decoder;

    private final String httpVersion;

    ServicePair(String httpVersion) throws IOException {
        this.httpVersion = httpVersion;
        repository = Files.createTempDirectory("models");
        SmallModel.publish(repository, 1);
        ModelRepository models = new ModelRepository(repository);
        head = models.loadEdge(SmallModel.NAME, SmallModel.VERSION);
        tail = models.loadCloud(SmallModel.NAME, SmallModel.VERSION);
        decoder = new ImageDecoder(head.manifest().preprocessing(), Limits.DEFAULT);
        cloud = cloud(repository);
        proxy = new FaultProxy(port(cloud));
        edge = edge();
        http = new Http(edge);
    }

    /** On a class of tests: its pair has edge and cloud speak HTTP/2. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Http2 {}

    /** Gives tests the one pair of their version of HTTP as a parameter. */
    static final class Shared implements ParameterResolver, BeforeAllCallback, BeforeEachCallback {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == ServicePair.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return pair(context);
        }

        /** What a class starts before its tests must not find the fault that the class before it left. */
        @Override
        public void beforeAll(ExtensionContext context) {
            pair(context).heal();
        }

        @Override
        public void beforeEach(ExtensionContext context) {
            pair(context).heal();
        }

        private static ServicePair pair(ExtensionContext context) {
            String httpVersion = context.getRequiredTestClass().isAnnotationPresent(Http2.class) ? "2" : "1.1";
            return context.getRoot()
                    .getStore(Namespace.create(ServicePair.class))
                    .computeIfAbsent(
                            httpVersion,
                            version -> {
                                try {
                                    return new ServicePair(version);
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            ServicePair.class);
        }
    }

    static ConfigurableApplicationContext cloud(Path repository) {
        ConfigurableApplicationContext started = CloudApplication.start(
                "--server.port=0",
                "--sparsesplit.model.repository=" + repository,
                "--sparsesplit.model.name=" + SmallModel.NAME);
        // The first request of all is slow, on a busy machine slower than an edge waits for its warm-up.
        new Http(started).send("OPTIONS", "/complete");
        return started;
    }

    /**
     * Another edge on the same proxy, which must be without a fault.
     *
     * @param settings {@code name=value}, in place of the pair's own or beside them
     */
    ConfigurableApplicationContext edge(String... settings) {
        return start(EdgeApplication::start, settings);
    }

    /** Another edge on the same proxy, whose controller goes by a clock of the test. */
    ConfigurableApplicationContext edge(Ticker ticker, String... settings) {
        return edge(
                context ->
                        context.registerBean("testTicker", Ticker.class, () -> ticker, bean -> bean.setPrimary(true)),
                settings);
    }

    /** Another edge on the same proxy, which gets something besides what it has. */
    ConfigurableApplicationContext edge(Consumer<GenericApplicationContext> addition, String... settings) {
        return start(
                arguments -> new SpringApplicationBuilder(EdgeApplication.class)
                        .properties("spring.config.name=edge,application")
                        .initializers(context -> addition.accept((GenericApplicationContext) context))
                        .run(arguments),
                settings);
    }

    private ConfigurableApplicationContext start(
            Function<String[], ConfigurableApplicationContext> application, String... settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("server.port", "0");
        all.put("sparsesplit.model.repository", repository.toString());
        all.put("sparsesplit.model.name", SmallModel.NAME);
        all.put("sparsesplit.cloud.url", "http://127.0.0.1:" + proxy.port());
        all.put("sparsesplit.cloud.http-version", httpVersion);
        all.put("sparsesplit.cloud.connect-timeout", "300ms");
        all.put("sparsesplit.cloud.response-timeout", RESPONSE_TIMEOUT_MS + "ms");
        all.put("sparsesplit.cloud.deadline", DEADLINE_MS + "ms");
        all.put("sparsesplit.cloud.max-concurrent-calls", Integer.toString(MAX_CALLS));
        all.put("resilience4j.circuitbreaker.instances.cloud.sliding-window-size", "4");
        all.put("resilience4j.circuitbreaker.instances.cloud.minimum-number-of-calls", "3");
        all.put("resilience4j.circuitbreaker.instances.cloud.wait-duration-in-open-state", "300ms");
        all.put("resilience4j.circuitbreaker.instances.cloud.permitted-number-of-calls-in-half-open-state", "2");
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            all.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        long before = proxy.bytesToEdge();
        ConfigurableApplicationContext started = application.apply(all.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
        // The warm-up of its connection runs in the background: what tests count begins behind it.
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("warm-up")));
        if (proxy.bytesToEdge() == before) {
            // It was given up: a busy machine may not have answered within the short times of these tests.
            Awaitility.await().ignoreExceptions().until(() -> {
                started.getBean(Link.class).warmUp(Offload.COMPLETE);
                return true;
            });
        }
        return started;
    }

    static int port(ConfigurableApplicationContext service) {
        return Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port"));
    }

    int edgePort() {
        return port(edge);
    }

    /**
     * Closes the breaker and lets it forget. A reset alone would leave the timer of an open state running, which half-opens
     * the breaker later, whatever its state is by then.
     */
    void closeBreaker() {
        breaker().transitionToClosedState();
        breaker().reset();
    }

    CircuitBreaker breaker() {
        return edge.getBean(CircuitBreakerRegistry.class).circuitBreaker("cloud");
    }

    /** No fault, a closed breaker, no old connections. */
    void heal() {
        proxy.set(FaultProxy.Fault.NONE);
        proxy.delay(0);
        proxy.passTo(port(cloud));
        closeBreaker();
    }

    Reply infer(byte[] image, String query) {
        return http.post("/infer" + query, "image/png", image);
    }

    /** What the head has to say, at a threshold for all its exits. */
    ExitDecision decide(byte[] image, OptionalDouble threshold) {
        return head.head().decide(decoder.decode(image), threshold);
    }

    /** What the cloud has to say of features that came through the model's standard codec. */
    Classification complete(ExitDecision.Continue unsure) {
        return complete(unsure, head.codecs().standard().codec());
    }

    /** What the cloud has to say of features that came through a codec. */
    Classification complete(ExitDecision.Continue unsure, Codec codec) {
        return tail.tail().classify(tail.codecs().of(codec).orElseThrow().decode(encode(unsure, codec)));
    }

    /** Length of features in a codec. */
    int payload(ExitDecision.Continue unsure, Codec codec) {
        return encode(unsure, codec).length;
    }

    private byte[] encode(ExitDecision.Continue unsure, Codec codec) {
        return head.codecs().of(codec).orElseThrow().encode(unsure.features());
    }

    /** A meter as Prometheus reads it. */
    double metric(String series) {
        return http.metric(series);
    }

    @Override
    public void close() throws IOException {
        edge.close();
        proxy.close();
        cloud.close();
    }
}
