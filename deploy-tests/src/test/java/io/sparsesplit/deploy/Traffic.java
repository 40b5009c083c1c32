package io.sparsesplit.deploy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import tools.jackson.databind.JsonNode;

/** Posts clear and doubtful digits to an edge, and keeps a ledger of its own of what it was answered. */
final class Traffic {

    private final ServiceProcess edge;
    private final List<byte[]> samples = new ArrayList<>();
    private final Map<String, Double> ledger = new TreeMap<>();
    private final double[] payloads;
    private final double[] frames;
    private String trial = "";

    Traffic(ServiceProcess edge, Path folder) throws IOException {
        this.edge = edge;
        for (int digit = 0; digit < 10; digit++) {
            samples.add(Files.readAllBytes(folder.resolve("digit-" + digit + ".png")));
        }
        for (int digit = 0; digit < 10; digit++) {
            samples.add(blended(samples.get(digit), samples.get((digit + 3) % 10)));
        }
        payloads = new double[samples.size()];
        frames = new double[samples.size()];
    }

    /** Two digits over each other, of which no network can be sure. */
    private static byte[] blended(byte[] one, byte[] other) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(one));
        BufferedImage second = ImageIO.read(new ByteArrayInputStream(other));
        BufferedImage both = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < both.getHeight(); y++) {
            for (int x = 0; x < both.getWidth(); x++) {
                int sum = image.getRaster().getSample(x, y, 0)
                        + second.getRaster().getSample(x, y, 0);
                both.getRaster().setSample(x, y, 0, sum / 2);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(both, "png", bytes);
        return bytes.toByteArray();
    }

    double count(String entry) {
        return ledger.getOrDefault(entry, 0.0);
    }

    /** Entries that begin so, by what follows. */
    Map<String, Double> counts(String start) {
        Map<String, Double> found = new TreeMap<>();
        ledger.forEach((entry, count) -> {
            if (entry.startsWith(start)) {
                found.put(entry.substring(start.length()), count);
            }
        });
        return found;
    }

    void add(String entry, double amount) {
        ledger.merge(entry, amount, Double::sum);
    }

    /** From now on this version is tried beside the default; empty when none is. */
    void trial(String version) {
        trial = version;
    }

    /**
     * Posts the samples one after the other.
     *
     * @param query of the request
     */
    void post(String query, int times) {
        for (int i = 0; i < times; i++) {
            postOne(query, i % samples.size());
        }
    }

    /** The exit that answered. */
    String postOne(String query, int sample) {
        byte[] image = samples.get(sample);
        JsonNode answer = require(200, Client.post(edge.uri("/infer?" + query), "image/png", image))
                .json();
        answered(answer, image.length);
        String exit = answer.path("exit").asString();
        String reason = answer.path("reason").asString();
        if (exit.equals("cloud")) {
            call("success", 1);
            if (query.contains("remote-only")) {
                add("whole images", 1);
                add("whole image bytes", image.length);
            } else {
                completed(1, answer.at("/bytes/frame").asDouble());
                payloads[sample] = answer.at("/bytes/payload").asDouble();
                frames[sample] = answer.at("/bytes/frame").asDouble();
            }
        } else if (exit.equals("edge-fallback") && !reason.equals("breaker-open")) {
            add("call " + reason, 1);
        }
        return exit;
    }

    /** Posts all samples as one form. */
    void postTogether(String query) {
        String boundary = "sample";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] sample : samples) {
            write(
                    body,
                    "--" + boundary + "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"i.png\"\r\n\r\n");
            body.writeBytes(sample);
            write(body, "\r\n");
        }
        write(body, "--" + boundary + "--\r\n");
        JsonNode batch = require(
                        200,
                        Client.post(
                                edge.uri("/infer/batch?" + query),
                                "multipart/form-data; boundary=" + boundary,
                                body.toByteArray()))
                .json();
        int travelled = 0;
        double bytes = 0;
        for (JsonNode item : batch.path("answers")) {
            JsonNode answer = item.path("answer");
            answered(answer, samples.get(item.path("index").asInt()).length);
            if (answer.path("exit").asString().equals("cloud")) {
                travelled++;
                bytes += answer.at("/bytes/frame").asDouble();
            }
        }
        if (travelled > 0) {
            call("success", travelled);
            completed(travelled, bytes);
        }
    }

    /** Posts a sample whose refinement may come later, and waits for it. */
    void postForLater(int sample) {
        byte[] image = samples.get(sample);
        JsonNode answer = require(
                        202,
                        Client.post(edge.uri("/infer?policy=split"), "image/png", image, "Prefer", "respond-async"))
                .json();
        answered(answer, image.length);
        add("payload", payloads[sample]);
        add("frame", frames[sample]);
        call("success", 1);
        completed(1, frames[sample]);
        URI place = edge.uri("/inferences/" + answer.path("id").asString());
        ServiceProcess.await(
                "it is refined",
                () -> Client.get(place).json().path("state").asString().equals("refined"));
        add(Client.get(place).json().path("revised").asBoolean() ? "revised" : "confirmed", 1);
    }

    /** Posts what is to be refused. */
    void postBad(String query, String contentType, byte[] body, int status) {
        require(status, Client.post(edge.uri("/infer?" + query), contentType, body));
        add("error " + status, 1);
    }

    private void answered(JsonNode answer, int length) {
        String exit = answer.path("exit").asString();
        String version = answer.at("/model/version").asString();
        add("answers", 1);
        add("exit " + exit, 1);
        add("version " + version, 1);
        if (exit.equals("edge-fallback")) {
            add("fallback " + answer.path("reason").asString(), 1);
        }
        add("image bytes", length);
        add("payload", answer.at("/bytes/payload").asDouble());
        add("frame", answer.at("/bytes/frame").asDouble());
        if (!trial.isEmpty()) {
            add("trial " + (version.equals(trial) ? "canary " : "incumbent ") + exit, 1);
        }
        JsonNode asked = answer.at("/decision/asked");
        if (asked.isEmpty()) {
            return;
        }
        JsonNode last = asked.path(asked.size() - 1);
        double value = last.path("value").asDouble();
        add("decided " + version, 1);
        add("confidence", value);
        add("at most 0.5", value <= 0.5 ? 1 : 0);
        add("at most 0.9", value <= 0.9 ? 1 : 0);
        add("confident " + version, value >= last.path("modelThreshold").asDouble() ? 1 : 0);
        if (exit.equals("cloud")) {
            boolean agrees =
                    last.path("classIndex").asInt() == answer.path("classIndex").asInt();
            add("compared", 1);
            add("claimed", value);
            add("agreed", agrees ? 1 : 0);
        }
    }

    private void call(String outcome, int images) {
        add("call " + outcome, 1);
        add("travelled calls", 1);
        add("travelled", images);
    }

    private void completed(int images, double bytes) {
        add("completions", 1);
        add("completed", images);
        add("completed bytes", bytes);
    }

    private static Client.Reply require(int status, Client.Reply reply) {
        if (reply.status() != status) {
            throw new AssertionError("%d in place of %d: %s".formatted(reply.status(), status, reply.text()));
        }
        return reply;
    }

    private static void write(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
