package io.sparsesplit.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The real kustomize, where it is installed. */
final class Kubectl {

    private Kubectl() {}

    static boolean isInstalled() {
        return Executables.has("kubectl");
    }

    static List<JsonNode> kustomize(Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
        return Repository.documents(output);
    }
}
