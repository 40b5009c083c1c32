package io.sparsesplit.service.oip;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An inference request.
 *
 * @param id given back in the response; null when there is none
 * @param parameters of the request: texts, numbers and booleans by name
 * @param inputs at least one
 * @param outputs those that are wanted, in the order wanted; empty for all
 */
public record InferRequest(
        @Nullable String id, Map<String, Object> parameters, List<Tensor> inputs, List<RequestedOutput> outputs) {

    /** Asks for outputs as binary data where they do not say themselves. */
    static final String BINARY_DATA_OUTPUT = "binary_data_output";

    /**
     * An output that is wanted.
     *
     * @param name of it
     * @param binaryData whether as binary data; null when it does not say
     */
    public record RequestedOutput(String name, @Nullable Boolean binaryData) {}

    /**
     * The outputs that are wanted, and whether as binary data.
     *
     * @param all that there are
     * @throws ProtocolException naming those there are, when another is wanted
     */
    public Map<Tensor, Boolean> wanted(List<Tensor> all) {
        boolean binary = Boolean.TRUE.equals(parameters.get(BINARY_DATA_OUTPUT));
        Map<Tensor, Boolean> wanted = new LinkedHashMap<>();
        if (outputs.isEmpty()) {
            all.forEach(tensor -> wanted.put(tensor, binary));
        }
        for (RequestedOutput output : outputs) {
            Tensor tensor = all.stream()
                    .filter(candidate -> candidate.name().equals(output.name()))
                    .findFirst()
                    .orElseThrow(() -> new ProtocolException("there is no output '%s': ask for some of %s."
                            .formatted(
                                    output.name(),
                                    String.join(
                                            ", ", all.stream().map(Tensor::name).toList()))));
            wanted.put(tensor, output.binaryData() == null ? binary : output.binaryData());
        }
        return wanted;
    }

    /** A parameter that is a text; null when it is not there. */
    public @Nullable String text(String name) {
        return parameter(name, String.class, "a text");
    }

    /** A parameter that is a number; null when it is not there. */
    public @Nullable Number number(String name) {
        return parameter(name, Number.class, "a number");
    }

    private <T> @Nullable T parameter(String name, Class<T> type, String kind) {
        Object value = parameters.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new ProtocolException("parameter %s is %s: write %s.".formatted(name, value, kind));
        }
        return value == null ? null : type.cast(value);
    }
}
