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
 * each as JSON and as binary data. The answers must be those of {@code /infer}. Needs nothing but the client's jar:
 *
 * <pre>java -cp JAR TritonClient.java HOST:PORT MODEL FOLDER</pre>
 *
 * The folder has PNGs of the model's own size, bright on black. The last line is {@code passed: N answers}, or it ends with 1.
 */
public final class TritonClient {

    private static final Pattern CLASS = Pattern.compile("\"classIndex\":(\\d+)");
    private static final Pattern PROBABILITIES = Pattern.compile("\"probabilities\":\\[([^]]*)]");
    private static final float TOLERANCE = 1e-6f;

    private final String address;
    private final String model;
    private final InferenceServerClient client;
    private final HttpClient http = HttpClient.newHttpClient();
    private int answers;

    /** What an image is answered. */
    private record Expected(long classIndex, float[] probabilities) {}

    private TritonClient(String address, String model) throws IOException {
        this.address = address;
        this.model = model;
        this.client = new InferenceServerClient(address, 5000, 5000);
    }

    public static void main(String[] args) throws Exception {
        TritonClient program = new TritonClient(args[0], args[1]);
        try (Stream<Path> files = Files.list(Path.of(args[2]))) {
            program.run(files.filter(file -> file.toString().endsWith(".png")).sorted().toList());
        } finally {
            program.client.close();
        }
    }

    private void run(List<Path> files) throws Exception {
        List<byte[]> images = new ArrayList<>();
        List<Expected> expected = new ArrayList<>();
        for (Path file : files) {
            images.add(Files.readAllBytes(file));
            expected.add(infer(images.get(images.size() - 1)));
        }
        for (boolean binary : new boolean[] {true, false}) {
            for (DataType type : new DataType[] {DataType.BYTES, DataType.UINT8, DataType.FP32}) {
                ask(input(type, files, images, binary), expected, binary);
                System.out.printf("%s as %s: %d answers%n", type, binary ? "binary data" : "JSON", files.size());
            }
        }
        refused(new InferArguments("nothing", input(DataType.BYTES, files, images, true)), "nothing");
        refused(new InferArguments(model, new InferInput("pixels", new long[] {1}, DataType.BYTES) {
            {
                setData(new String[] {"x"}, true);
            }
        }), "the one input is 'image', but [pixels] came.");
        System.out.println("passed: " + answers + " answers");
    }

    /** This client's texts are UTF-8, which no image is: files travel as base64, whether in JSON or not. */
    private static InferInput input(DataType type, List<Path> files, List<byte[]> images, boolean binary)
            throws IOException {
        int count = files.size();
        if (type == DataType.BYTES) {
            InferInput input = new InferInput("image", new long[] {count}, type);
            input.setData(images.stream().map(Base64.getEncoder()::encodeToString).toArray(String[]::new), binary);
            return input;
        }
        BufferedImage first = ImageIO.read(files.get(0).toFile());
        int size = first.getWidth() * first.getHeight();
        InferInput input =
                new InferInput("image", new long[] {count, first.getHeight(), first.getWidth()}, type);
        byte[] samples = new byte[count * size];
        float[] shares = new float[count * size];
        for (int i = 0; i < count; i++) {
            int[] grey = ImageIO.read(files.get(i).toFile())
                    .getRaster()
                    .getSamples(0, 0, first.getWidth(), first.getHeight(), 0, (int[]) null);
            for (int p = 0; p < size; p++) {
                samples[i * size + p] = (byte) grey[p];
                shares[i * size + p] = grey[p] / 255f;
            }
        }
        if (type == DataType.FP32) {
            input.setData(shares, binary);
        } else {
            input.setData(samples, binary);
        }
        return input;
    }

    private void ask(InferInput input, List<Expected> expected, boolean binary) throws InferenceException {
        InferArguments arguments = new InferArguments(
                model,
                List.of(input),
                List.of(new InferRequestedOutput("class", binary), new InferRequestedOutput("probabilities", binary)));
        arguments.setRequestId("42");
        InferResult result = client.infer(arguments);
        require(result.getResponse().getId().equals("42"), "the id came back");
        long[] classes = result.getOutputAsLong("class");
        float[] probabilities = result.getOutputAsFloat("probabilities");
        require(classes.length == expected.size(), "an answer for each image");
        int labels = probabilities.length / classes.length;
        for (int i = 0; i < classes.length; i++) {
            Expected single = expected.get(i);
            require(classes[i] == single.classIndex(), "class " + single.classIndex() + ", got " + classes[i]);
            for (int c = 0; c < labels; c++) {
                require(
                        Math.abs(probabilities[i * labels + c] - single.probabilities()[c]) < TOLERANCE,
                        "the probabilities of /infer");
            }
            answers++;
        }
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

    private Expected infer(byte[] image) throws IOException, InterruptedException {
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
        return new Expected(Long.parseLong(index.group(1)), probabilities);
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("expected " + what);
        }
    }
}
