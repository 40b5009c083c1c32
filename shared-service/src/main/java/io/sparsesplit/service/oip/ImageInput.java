package io.sparsesplit.service.oip;

import io.sparsesplit.model.image.Preprocessing;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The images of a request: its one input, {@value #NAME}, in one of three forms.
 *
 * <ul>
 *   <li>{@link DataType#BYTES} of shape {@code [n]} or {@code [n, 1]}: image files, as {@code /infer} takes them. JSON knows no
 *       bytes: in JSON they are base64, with a parameter {@code "content_type": "base64"} of the input. Clients that know only texts
 *       cannot say so: an element that is base64 from its first character to its last is taken for that, which no image file is.
 *   <li>{@link DataType#UINT8} of shape {@code [n, h, w]} ({@code [n, 3, h, w]} of a model that sees colours), or flat,
 *       {@code [n, h * w]}: pictures of the model's own size, 0 to 255, as they are once an image was fitted. Of the preprocessing
 *       only what follows is applied: selection and normalisation.
 *   <li>{@link DataType#FP32} of the same shapes: the same, 0 to 1, rounded to whole 255ths.
 * </ul>
 *
 * @param files image files; empty when pictures came
 * @param pictures see {@link Preprocessing#picture}; empty when files came
 */
public record ImageInput(List<byte[]> files, List<byte[]> pictures) {

    public static final String NAME = "image";

    private static final float BRIGHTEST = 255;

    /**
     * The images of a request.
     *
     * @param preprocessing of the model asked
     * @param max most images
     * @throws ProtocolException when they are not what the model takes
     */
    public static ImageInput of(InferRequest request, Preprocessing preprocessing, int max) {
        Tensor input = request.inputs().get(0);
        if (request.inputs().size() != 1 || !input.name().equals(NAME)) {
            throw new ProtocolException("the one input is '%s', but %s came."
                    .formatted(NAME, request.inputs().stream().map(Tensor::name).toList()));
        }
        long images = input.shape().isEmpty() ? 0 : input.shape().get(0);
        if (images < 1 || images > max) {
            throw new ProtocolException("shape %s asks for %d images: send 1 to %d, their number first in the shape."
                    .formatted(input.shape(), images, max));
        }
        return switch (input.type()) {
            case BYTES -> {
                requireShape(input, List.of(List.of(images), List.of(images, 1L)));
                yield new ImageInput(
                        input.strings().stream().map(ImageInput::file).toList(), List.of());
            }
            case UINT8 -> {
                requireShape(input, shapes(images, preprocessing));
                yield new ImageInput(List.of(), split(input.bytes(), preprocessing.samples()));
            }
            case FP32 -> {
                requireShape(input, shapes(images, preprocessing));
                yield new ImageInput(List.of(), split(brightnesses(input.floats()), preprocessing.samples()));
            }
            default ->
                throw new ProtocolException(
                        "datatype %s is no image: send BYTES, UINT8 or FP32.".formatted(input.type()));
        };
    }

    private static byte[] file(byte[] element) {
        for (byte character : element) {
            if (!Character.isLetterOrDigit(character) && "+/=".indexOf(character) < 0) {
                return element;
            }
        }
        try {
            return Base64.getDecoder().decode(element);
        } catch (IllegalArgumentException e) {
            return element;
        }
    }

    private static List<List<Long>> shapes(long images, Preprocessing picture) {
        long width = picture.width();
        long height = picture.height();
        List<Long> full = picture.channels() == 1
                ? List.of(images, height, width)
                : List.of(images, (long) picture.channels(), height, width);
        return List.of(full, List.of(images, (long) picture.samples()));
    }

    private static void requireShape(Tensor input, List<List<Long>> shapes) {
        if (!shapes.contains(input.shape())) {
            throw new ProtocolException("shape %s does not fit datatype %s: write %s or %s."
                    .formatted(input.shape(), input.type(), shapes.get(0), shapes.get(1)));
        }
    }

    private static List<byte[]> split(byte[] samples, int length) {
        List<byte[]> pictures = new ArrayList<>(samples.length / length);
        for (int from = 0; from < samples.length; from += length) {
            byte[] picture = new byte[length];
            System.arraycopy(samples, from, picture, 0, length);
            pictures.add(picture);
        }
        return pictures;
    }

    private static byte[] brightnesses(float[] shares) {
        byte[] samples = new byte[shares.length];
        for (int i = 0; i < shares.length; i++) {
            if (!(shares[i] >= 0 && shares[i] <= 1)) {
                throw new ProtocolException("element %d is %s: write brightnesses of 0 to 1.".formatted(i, shares[i]));
            }
            samples[i] = (byte) Math.round(shares[i] * BRIGHTEST);
        }
        return samples;
    }
}
