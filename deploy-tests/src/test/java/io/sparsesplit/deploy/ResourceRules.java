package io.sparsesplit.deploy;

import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What containers ask for and may have, and whether a JVM fits into it. */
final class ResourceRules {

    /** Classes, compiled code, stacks and buffers. */
    private static final long BESIDE_HEAP_MIB = 100;

    private ResourceRules() {}

    static Stream<String> findings(Manifests manifests) {
        return manifests.workloads().stream()
                .flatMap(workload -> workload.allContainers().stream()
                        .flatMap(container ->
                                findings(container).map(finding -> workload.subject(container) + ": " + finding)));
    }

    private static Stream<String> findings(JsonNode container) {
        JsonNode resources = container.path("resources");
        boolean named = Stream.of("/requests/cpu", "/requests/memory", "/limits/cpu", "/limits/memory")
                .noneMatch(part -> resources.at(part).isMissingNode());
        if (!named) {
            return Stream.of("requests and limits must name cpu and memory");
        }
        return Stream.concat(
                Stream.of("cpu", "memory")
                        .filter(name -> Quantities.of(resources.path("requests").path(name))
                                        .compareTo(Quantities.of(
                                                resources.path("limits").path(name)))
                                > 0)
                        .map(name -> "the request of " + name + " must not be above its limit"),
                // A container with a command of its own runs something else than the image's JVM.
                container.has("command") ? Stream.empty() : heap(container));
    }

    private static Stream<String> heap(JsonNode container) {
        long limit = Quantities.mib(container.at("/resources/limits/memory"));
        return Image.of(container.path("image").asString("")).stream()
                .map(image -> image.heapMiB(limit))
                .filter(heap -> heap + BESIDE_HEAP_MIB > limit)
                .map(heap -> "a memory limit of %d MiB is too small for a heap of %d MiB and %d MiB beside it"
                        .formatted(limit, heap, BESIDE_HEAP_MIB));
    }
}
