package io.sparsesplit.service;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture.LayerDependencySpecification;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Rules about which packages of a service may use which. */
public final class Arrows {

    private static final String ROOT = "root";

    private Arrows() {}

    /**
     * Returns the rule that the packages below a root use none of each other but those they may, and that none uses the root.
     *
     * @param root the root package, which wires the others and may use them all
     * @param mayUse for each package below the root, the packages that it may use
     */
    public static ArchRule below(String root, Map<String, List<String>> mayUse) {
        return limited(layers(root, mayUse), mayUse).whereLayer(ROOT).mayNotBeAccessedByAnyLayer();
    }

    /**
     * Returns the rule that the packages below a root use none of each other but those they may, and that the root, which all may
     * use, uses none of them.
     *
     * @param root the root package
     * @param mayUse for each package below the root, the packages below it that it may use
     */
    public static ArchRule above(String root, Map<String, List<String>> mayUse) {
        LayeredArchitecture arrows = layers(root, mayUse);
        for (Map.Entry<String, List<String>> layer : mayUse.entrySet()) {
            arrows = arrows.whereLayer(layer.getKey())
                    .mayOnlyAccessLayers(Stream.concat(layer.getValue().stream(), Stream.of(ROOT))
                            .toArray(String[]::new));
        }
        return arrows.whereLayer(ROOT).mayNotAccessAnyLayer();
    }

    private static LayeredArchitecture layers(String root, Map<String, List<String>> mayUse) {
        LayeredArchitecture layers =
                layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        for (String name : mayUse.keySet()) {
            layers = layers.layer(name).definedBy(root + "." + name + "..");
        }
        return layers.layer(ROOT).definedBy(root);
    }

    private static LayeredArchitecture limited(LayeredArchitecture layers, Map<String, List<String>> mayUse) {
        LayeredArchitecture arrows = layers;
        for (Map.Entry<String, List<String>> layer : mayUse.entrySet()) {
            LayerDependencySpecification where = arrows.whereLayer(layer.getKey());
            arrows = layer.getValue().isEmpty()
                    ? where.mayNotAccessAnyLayer()
                    : where.mayOnlyAccessLayers(layer.getValue().toArray(String[]::new));
        }
        return arrows;
    }
}
