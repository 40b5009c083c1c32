package io.sparsesplit.benchmarks.load;

import io.sparsesplit.trainer.load.Latency;
import io.sparsesplit.trainer.load.Measurement;
import io.sparsesplit.trainer.load.OpenLoop;
import io.sparsesplit.trainer.load.Pace;
import io.sparsesplit.trainer.load.Posts;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds the most a service answers, and what it answers when more is asked. */
@Command(
        name = "overload",
        description =
                "Posts an image as fast as a running edge answers, then at multiples of that rate, and prints a table.",
        mixinStandardHelpOptions = true)
public final class OverloadCommand implements Callable<Integer> {

    private static final int CLOSED_CONNECTIONS = 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int MOST_WARM_UPS = 12;

    /** A service is warm when it answers hardly more than in the run before. */
    private static final double STABLE = 1.03;

    private static final String OVERLOADED = "503 overloaded";
    private static final String NEVER_SENT = "never sent";

    @Spec
    @Nullable
    private CommandSpec spec;

    @Parameters(paramLabel = "IMAGE", description = "PNG to post")
    private Path image = Path.of("samples/digit-7.png");

    @Option(
            names = "--url",
            description = "where to post it (default: ${DEFAULT-VALUE})",
            defaultValue = "http://127.0.0.1:8080/infer")
    private URI url = URI.create("http://127.0.0.1:8080/infer");

    @Option(names = "--seconds", description = "of each run, 1 to 60 (default: ${DEFAULT-VALUE})", defaultValue = "10")
    private int seconds = 10;

    @Option(
            names = "--connections",
            description = "in the open loop, 1 to 2000 (default: ${DEFAULT-VALUE})",
            defaultValue = "1000")
    private int connections = 1000;

    @Option(
            names = "--times",
            split = ",",
            description = "multiples of the peak (default: ${DEFAULT-VALUE})",
            defaultValue = "0.5,1,2,10")
    private List<Double> times = List.of();

    @Option(
            names = "--photo",
            paramLabel = "PIXELS",
            defaultValue = "0",
            description =
                    "post it as a JPEG of so many pixels a side, as a camera would, 16 to 2000 (default: as it is)")
    private int photo;

    @Option(names = "--pid", description = "of the service, to read its resident memory")
    private @Nullable Long pid;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new OverloadCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true, Charset.defaultCharset())
                : spec.commandLine().getOut();
        seconds = Math.max(1, Math.min(60, seconds));
        connections = Math.max(1, Math.min(2000, connections));
        byte[] file = photo == 0 ? Files.readAllBytes(image) : enlarged(Math.max(16, Math.min(2000, photo)));
        Posts posts = new Posts(url, List.of(file));
        InetSocketAddress server = posts.server();
        if (server.isUnresolved() || !server.getAddress().isLoopbackAddress()) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this), "--url is on another machine: put load on a service of this one.");
        }
        Duration run = Duration.ofSeconds(seconds);
        double peak = 0;
        try (OpenLoop load = new OpenLoop(posts, CLOSED_CONNECTIONS, TIMEOUT)) {
            Measurement warm = load.run(Pace.asAnswered(run));
            for (int i = 1; i < MOST_WARM_UPS && warm.goodputPerSecond() > STABLE * peak; i++) {
                peak = warm.goodputPerSecond();
                warm = load.run(Pace.asAnswered(run));
            }
            peak = Math.max(peak, warm.goodputPerSecond());
            if (peak == 0) {
                throw new CommandLine.ParameterException(
                        new CommandLine(this), "Nothing was answered with 200: start an edge at --url first.");
            }
            out.printf("%d bytes an image, %d connections in the open loop%n%n", file.length, connections);
            out.println(
                    "| load | offered/s | answered/s | of the peak | ms, 50 and 99 % | refused/s | ms, 50 and 99 % | lost | never sent | RSS, MB |");
            out.println("|---|---|---|---|---|---|---|---|---|---|");
            out.println(row(warm, "closed loop, %d connections".formatted(CLOSED_CONNECTIONS), peak, peak));
        }
        for (double factor : times) {
            try (OpenLoop load = new OpenLoop(posts, connections, TIMEOUT)) {
                Measurement measured = load.run(Pace.constant(factor * peak, Duration.ZERO, run));
                out.println(row(measured, "open loop, %s times the peak".formatted(factor), factor * peak, peak));
            }
        }
        return 0;
    }

    private byte[] enlarged(int side) throws IOException {
        BufferedImage small = ImageIO.read(image.toFile());
        BufferedImage large = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        large.createGraphics().drawImage(small, 0, 0, side, side, null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(large, "jpeg", bytes);
        return bytes.toByteArray();
    }

    /** @param peak goodput to compare with */
    private String row(Measurement measured, String load, double offered, double peak) throws IOException {
        Latency answered = measured.answered();
        Latency refused = measured.failures().get(OVERLOADED);
        Latency unsent = measured.failures().get(NEVER_SENT);
        long refusals = refused == null ? 0 : refused.count();
        long waiting = unsent == null ? 0 : unsent.count();
        return "| %s | %,.0f | %,.0f | %.0f %% | %s | %,.0f | %s | %,d | %,d | %s |"
                .formatted(
                        load,
                        offered,
                        measured.goodputPerSecond(),
                        100 * measured.goodputPerSecond() / peak,
                        "%.1f, %.1f".formatted(answered.ms(50), answered.ms(99)),
                        refusals / measured.seconds(),
                        refused == null ? "" : "%.1f, %.1f".formatted(refused.ms(50), refused.ms(99)),
                        measured.failed() - refusals - waiting,
                        waiting,
                        rss());
    }

    private String rss() throws IOException {
        if (pid == null) {
            return "";
        }
        return Files.readAllLines(Path.of("/proc/%d/status".formatted(pid))).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .map(kilobytes -> Long.toString(Long.parseLong(kilobytes) / 1024))
                .findFirst()
                .orElse("");
    }
}
