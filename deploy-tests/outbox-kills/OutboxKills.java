import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Client, gate and judge of {@code outbox-kills.sh}: see there. The client keeps its own ledger of the ids it was given with 202;
 * a listener keeps another of the events it was told, across all restarts.
 */
final class OutboxKills {

    private static final int CLIENTS = 4;
    private static final Duration LAST_REFINEMENT = Duration.ofMinutes(5);
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final Pattern STATE = Pattern.compile("\"state\":\"([a-z]+)\"");
    private static final Pattern PENDING = Pattern.compile("(?m)^sparsesplit_outbox_pending ([0-9.E]+)$");

    private final Path home;
    private final Path folder;
    private final int kills;
    private final Random random;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final int edgePort = freePort();
    private final int cloudPort = freePort();
    private final List<byte[]> images = new ArrayList<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> told = new ConcurrentHashMap<>();
    private final AtomicInteger posts = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger outOfOrder = new AtomicInteger();
    private final AtomicLong lastEvent = new AtomicLong();
    private volatile boolean posting = true;
    private volatile boolean listening = true;

    private OutboxKills(Path home, int kills, long seed) throws IOException {
        this.home = home;
        this.folder = home.resolve("target/outbox-kills");
        this.kills = kills;
        this.random = new Random(seed);
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
        try (Stream<Path> samples = Files.list(home.resolve("samples"))) {
            for (Path sample : samples.filter(file -> file.toString().endsWith(".png")).sorted().toList()) {
                images.add(Files.readAllBytes(sample));
            }
        }
    }

    public static void main(String[] args) throws Exception {
        System.exit(new OutboxKills(Path.of(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2])).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        Process cloud = service("cloud", cloudPort);
        Process edge = null;
        try (Gate gate = new Gate(cloudPort)) {
            ready(cloud, cloudPort);
            edge = edge(gate);
            ready(edge, edgePort);
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random choice = new Random(random.nextLong());
                clients.add(started(() -> post(choice)));
            }
            Thread listener = started(this::listen);
            Thread flapping = started(() -> flap(gate, new Random(random.nextLong())));
            long start = System.nanoTime();
            for (int kill = 1; kill <= kills; kill++) {
                Thread.sleep(random.nextInt(1500));
                edge.destroyForcibly().waitFor();
                edge = edge(gate);
                ready(edge, edgePort);
                if (kill % 10 == 0) {
                    System.out.printf("%d kills, %d accepted, %d refined%n", kill, accepted.size(), told.size());
                }
            }
            Thread.sleep(1000);
            posting = false;
            for (Thread client : clients) {
                client.join();
            }
            flapping.interrupt();
            flapping.join();
            gate.open();
            boolean emptied = awaitEmpty();
            awaitTold();
            listening = false;
            double minutes = (System.nanoTime() - start) / 60e9;
            boolean passed = judge(emptied, minutes);
            listener.interrupt();
            return passed;
        } finally {
            if (edge != null) {
                edge.destroyForcibly();
            }
            cloud.destroyForcibly();
        }
    }

    private boolean judge(boolean emptied, double minutes) throws IOException, InterruptedException {
        int refined = 0;
        int missing = 0;
        int never = 0;
        int twice = 0;
        for (String id : accepted) {
            HttpResponse<String> answer = get("/inferences/" + id);
            Matcher state = STATE.matcher(answer.body());
            refined += answer.statusCode() == 200 && state.find() && state.group(1).equals("refined") ? 1 : 0;
            missing += answer.statusCode() == 200 ? 0 : 1;
            int times = told.getOrDefault(id, 0);
            never += times == 0 ? 1 : 0;
            twice += times > 1 ? 1 : 0;
        }
        long unacknowledged =
                told.keySet().stream().filter(id -> !accepted.contains(id)).count();
        System.out.printf("""

                | what | number |
                |---|---|
                | kill -9 of the edge | %d in %.0f minutes |
                | images posted | %d |
                | answered 202: in the client's ledger | %d |
                | answered otherwise | %d |
                | not answered, as the edge was gone | %d |
                | of the 202s: refined | %d |
                | of the 202s: lost, or in another state | %d, %d |
                | of the 202s: told by an event never, more than once | %d, %d |
                | events out of order | %d |
                | refined, but killed before the 202 was sent | %d |
                | still waiting at the end | %s |
                """, kills, minutes, posts.get(), accepted.size(), others.get(), lost.get(), refined, missing,
                accepted.size() - refined - missing, never, twice, outOfOrder.get(), unacknowledged,
                emptied ? "0" : "some");
        boolean passed = emptied && refined == accepted.size() && !accepted.isEmpty() && never == 0 && twice == 0
                && outOfOrder.get() == 0;
        System.out.println(passed ? "PASSED: every 202 was refined exactly once" : "FAILED");
        return passed;
    }

    private Process edge(Gate gate) throws IOException {
        return service(
                "edge",
                edgePort,
                "--sparsesplit.cloud.url=http://127.0.0.1:" + gate.port(),
                "--sparsesplit.outbox.enabled=true",
                "--sparsesplit.outbox.path=" + folder.resolve("outbox.db"),
                "--sparsesplit.outbox.capacity=1000000",
                "--sparsesplit.outbox.history-count=1000000",
                "--sparsesplit.outbox.retry-max=2s");
    }

    private Process service(String name, int port, String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-jar",
                home.resolve(name + "-service/target/" + name + "-service-exec.jar").toString(),
                "--server.port=" + port,
                "--sparsesplit.model.repository=" + home.resolve("models")));
        command.addAll(List.of(settings));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()))
                .start();
    }

    private void ready(Process service, int port) throws InterruptedException {
        for (int i = 0; i < 1200; i++) {
            if (!service.isAlive()) {
                throw new IllegalStateException("a service ended; see the logs in " + folder);
            }
            try {
                if (get(port, "/actuator/health/readiness").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not yet.
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("a service was not ready after a minute; see the logs in " + folder);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(edgePort, path);
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return http.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    }

    private void post(Random choice) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + edgePort + "/infer?policy=split");
        while (posting) {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(Duration.ofSeconds(10))
                    .header("Content-Type", "image/png")
                    .header("Prefer", "respond-async")
                    .POST(BodyPublishers.ofByteArray(images.get(choice.nextInt(images.size()))))
                    .build();
            posts.incrementAndGet();
            try {
                HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
                Matcher id = ID.matcher(answer.body());
                if (answer.statusCode() == 202 && id.find()) {
                    accepted.add(id.group(1));
                } else {
                    others.incrementAndGet();
                }
            } catch (IOException e) {
                lost.incrementAndGet();
                Thread.sleep(100);
            }
            Thread.sleep(choice.nextInt(20));
        }
    }

    /** Comes back after every kill with the last event it has. */
    private void listen() throws InterruptedException {
        while (listening) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + edgePort + "/inferences/events"))
                    .header("Last-Event-ID", lastEvent.toString())
                    .build();
            try (BufferedReader in = new BufferedReader(new InputStreamReader(
                    http.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
                String event = "";
                String data = "";
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.startsWith("id:")) {
                        event = line.substring(3);
                    } else if (line.startsWith("data:")) {
                        data = line;
                    } else if (line.isEmpty()) {
                        // Only now: what a kill cut short is no event.
                        Matcher id = ID.matcher(data);
                        if (!event.isEmpty() && id.find()) {
                            hear(Long.parseLong(event), id.group(1));
                        }
                        event = "";
                        data = "";
                    }
                }
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
    }

    private void hear(long event, String id) {
        if (event <= lastEvent.getAndSet(event)) {
            outOfOrder.incrementAndGet();
        }
        told.merge(id, 1, Integer::sum);
    }

    private static void flap(Gate gate, Random random) throws InterruptedException {
        try {
            while (true) {
                Thread.sleep(random.nextInt(4000));
                gate.shut();
                Thread.sleep(random.nextInt(3000));
                gate.open();
            }
        } catch (InterruptedException e) {
            gate.open();
        }
    }

    private boolean awaitEmpty() throws InterruptedException {
        long end = System.nanoTime() + LAST_REFINEMENT.toNanos();
        while (System.nanoTime() < end) {
            try {
                Matcher pending = PENDING.matcher(get("/actuator/prometheus").body());
                if (pending.find() && Double.parseDouble(pending.group(1)) == 0) {
                    return true;
                }
            } catch (IOException e) {
                // Asked again.
            }
            Thread.sleep(200);
        }
        return false;
    }

    private void awaitTold() throws InterruptedException {
        for (int i = 0; i < 100 && !told.keySet().containsAll(accepted); i++) {
            Thread.sleep(100);
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static Thread started(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Between edge and cloud: while it is shut, connections end, the hard way, and no new ones last. */
    private static final class Gate implements Closeable {

        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
        private final int cloudPort;
        private volatile boolean open = true;

        Gate(int cloudPort) throws IOException {
            this.cloudPort = cloudPort;
            started(this::accept);
        }

        int port() {
            return server.getLocalPort();
        }

        void open() {
            open = true;
        }

        void shut() {
            open = false;
            sockets.forEach(Gate::reset);
        }

        private void accept() {
            while (!server.isClosed()) {
                try {
                    Socket edge = server.accept();
                    if (!open) {
                        reset(edge);
                        continue;
                    }
                    Socket cloud = new Socket();
                    cloud.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), cloudPort), 2000);
                    sockets.add(edge);
                    sockets.add(cloud);
                    started(() -> pass(edge, cloud));
                    started(() -> pass(cloud, edge));
                } catch (IOException e) {
                    // The next one.
                }
            }
        }

        private void pass(Socket from, Socket to) {
            byte[] buffer = new byte[1 << 14];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    out.write(buffer, 0, n);
                }
            } catch (IOException e) {
                // Ends below.
            }
            sockets.remove(from);
            reset(from);
            reset(to);
        }

        private static void reset(Socket socket) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // It is gone already.
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            shut();
        }
    }
}
