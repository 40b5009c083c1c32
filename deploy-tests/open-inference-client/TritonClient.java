import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import triton.client.InferInput;
import triton.client.InferRequestedOutput;
import triton.client.InferResult;
import triton.client.InferenceException;
import triton.client.InferenceServerClient;
import triton.client.InferenceServerClient.InferArguments;
import triton.client.pojo.DataType;

/**
 * Lets Triton's Java client, which knows nothing of this product, ask a running edge: image files, and pixels as bytes and as floats,
 * as JSON and as binary data. Files must be answered as by {@code /infer}, pixels alike in all forms. Needs nothing but the client's
 * jar:
 *
 * <pre>java -cp JAR TritonClient.java HOST:PORT MODEL SIZE FOLDER</pre>
 *
 * The size is that of the pictures that the model sees, which are square; the folder has grey PNGs. The last line is {@code passed: N
 * answers}, or it ends with 1.
 */
public final class TritonClient {

    private static final Pattern CLASS = Pattern.compile("\"classIndex\":(\\d+)");
    private static final Pattern PROBABILITIES = Pattern.compile("\"probabilities\":\\[([^]]*)]");
    private static final float TOLERANCE = 1e-6f;

    private final String address;
    private final String model;
    private final int size;
    private final InferenceServerClient client;
    private final HttpClient http = HttpClient.newHttpClient();
    private int answers;

    /** What an image is answered, or is to be. */
    private record Prediction(long classIndex, float[] probabilities) {}

    private TritonClient(String address, String model, int size) throws IOException {
        this.address = address;
        this.model = model;
        this.size = size;
        this.client = new InferenceServerClient(address, 5000, 5000);
    }

    public static void main(String[] args) throws Exception {
        TritonClient program = new TritonClient(args[0], args[1], Integer.parseInt(args[2]));
        try (Stream<Path> files = Files.list(Path.of(args[3]))) {
            program.run(files.filter(file -> file.toString().endsWith(".png")).sorted().toList());
        } finally {
            program.client.close();
        }
    }

    private void run(List<Path> files) throws Exception {
        List<byte[]> images = new ArrayList<>();
        List<Prediction> expected = new ArrayList<>();
        for (Path file : files) {
            images.add(Files.readAllBytes(file));
            expected.add(infer(images.get(images.size() - 1)));
        }
        check(ask(DataType.BYTES, files, images, true), expected);
        check(ask(DataType.BYTES, files, images, false), expected);
        // Not as JSON: there, this client writes Java's signed bytes.
        List<Prediction> pixels = ask(DataType.UINT8, files, images, true);
        check(ask(DataType.FP32, files, images, true), pixels);
        check(ask(DataType.FP32, files, images, false), pixels);
        refused(new InferArguments("nothing", input(DataType.BYTES, files, images, true)), "nothing");
        refused(new InferArguments(model, new InferInput("pixels", new long[] {1}, DataType.BYTES) {
            {
                setData(new String[] {"x"}, true);
            }
        }), "the one input is 'image', but [pixels] came.");
        System.out.println("passed: " + answers + " answers");
    }

    /** This client's texts are UTF-8, which no image is: files travel as base64, whether in JSON or not. */
    private InferInput input(DataType type, List<Path> files, List<byte[]> images, boolean binary)
            throws IOException {
        int count = files.size();
        if (type == DataType.BYTES) {
            InferInput input = new InferInput("image", new long[] {count}, type);
            input.setData(images.stream().map(Base64.getEncoder()::encodeToString).toArray(String[]::new), binary);
            return input;
        }
        InferInput input = new InferInput("image", new long[] {count, size, size}, type);
        byte[] samples = new byte[count * size * size];
        float[] shares = new float[samples.length];
        List<BufferedImage> pictures = pictures(files);
        for (int i = 0; i < samples.length; i++) {
            BufferedImage file = pictures.get(i / (size * size));
            int x = i % size * file.getWidth() / size;
            int y = i / size % size * file.getHeight() / size;
            int grey = file.getRaster().getSample(x, y, 0);
            samples[i] = (byte) grey;
            shares[i] = grey / 255f;
        }
        if (type == DataType.FP32) {
            input.setData(shares, binary);
        } else {
            input.setData(samples, binary);
        }
        return input;
    }

    private List<Prediction> ask(DataType type, List<Path> files, List<byte[]> images, boolean binary)
            throws IOException, InferenceException {
        InferArguments arguments = new InferArguments(
                model,
                List.of(input(type, files, images, binary)),
                List.of(new InferRequestedOutput("class", binary), new InferRequestedOutput("probabilities", binary)));
        arguments.setRequestId("42");
        InferResult result = client.infer(arguments);
        require(result.getResponse().getId().equals("42"), "the id came back");
        long[] classes = result.getOutputAsLong("class");
        float[] probabilities = result.getOutputAsFloat("probabilities");
        require(classes.length == files.size(), "an answer for each image");
        int labels = probabilities.length / classes.length;
        List<Prediction> all = new ArrayList<>();
        for (int i = 0; i < classes.length; i++) {
            all.add(new Prediction(classes[i], Arrays.copyOfRange(probabilities, i * labels, (i + 1) * labels)));
        }
        System.out.printf("%s as %s: %d answers%n", type, binary ? "binary data" : "JSON", all.size());
        answers += all.size();
        return all;
    }

    private static void check(List<Prediction> answers, List<Prediction> expected) {
        for (int i = 0; i < answers.size(); i++) {
            Prediction one = answers.get(i);
            Prediction other = expected.get(i);
            require(one.classIndex() == other.classIndex(), "class " + other.classIndex() + ", got " + one.classIndex());
            for (int c = 0; c < other.probabilities().length; c++) {
                require(
                        Math.abs(one.probabilities()[c] - other.probabilities()[c]) < TOLERANCE,
                        "probabilities " + Arrays.toString(other.probabilities()) + ", got "
                                + Arrays.toString(one.probabilities()));
            }
        }
    }

    private static List<BufferedImage> pictures(List<Path> files) throws IOException {
        List<BufferedImage> pictures = new ArrayList<>();
        for (Path file : files) {
            pictures.add(ImageIO.read(file.toFile()));
        }
        return pictures;
    }

    private void refused(InferArguments arguments, String reason) {
        try {
            client.infer(arguments);
        } catch (InferenceException e) {
            require(String.valueOf(e.getMessage()).contains(reason), "a refusal that says " + reason + ", got " + e);
            System.out.println("refused: " + e.getMessage());
            return;
        }
        throw new AssertionError("not refused: " + reason);
    }

    private Prediction infer(byte[] image) throws IOException, InterruptedException {
        String answer = http.send(
                        HttpRequest.newBuilder(URI.create("http://" + address + "/infer"))
                                .header("Content-Type", "image/png")
                                .POST(BodyPublishers.ofByteArray(image))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        Matcher index = CLASS.matcher(answer);
        Matcher list = PROBABILITIES.matcher(answer);
        require(index.find() && list.find(), "an answer of /infer, got " + answer);
        double[] values = Arrays.stream(list.group(1).split(",")).mapToDouble(Double::parseDouble).toArray();
        float[] probabilities = new float[values.length];
        for (int c = 0; c < values.length; c++) {
            probabilities[c] = (float) values[c];
        }
        return new Prediction(Long.parseLong(index.group(1)), probabilities);
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("expected " + what);
        }
    }
}
