package io.sparsesplit.deploy;

import com.google.gson.JsonParseException;
import io.kubernetes.client.custom.QuantityFormatException;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Kubernetes' own opinion of a manifest: the official client's models know every field, its type and its place. */
final class StrictModel {

    private static final Map<String, Class<?>> MODELS = new TreeMap<>(Map.of(
            "apps/v1 Deployment", V1Deployment.class,
            "apps/v1 StatefulSet", V1StatefulSet.class,
            "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class,
            "batch/v1 Job", V1Job.class,
            "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class,
            "v1 Namespace", V1Namespace.class,
            "v1 PersistentVolumeClaim", V1PersistentVolumeClaim.class,
            "v1 Service", V1Service.class));

    private StrictModel() {}

    static Optional<String> mistake(JsonNode manifest) {
        String kind = manifest.path("apiVersion").asString("") + " "
                + manifest.path("kind").asString("");
        Class<?> model = MODELS.get(kind);
        if (model == null) {
            return Optional.of("'" + kind + "' is not one of " + MODELS.keySet());
        }
        try {
            Object unused = JSON.getGson().fromJson(manifest.toString(), model);
            return Optional.empty();
        } catch (QuantityFormatException e) {
            return Optional.of("a quantity cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException | JsonParseException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
