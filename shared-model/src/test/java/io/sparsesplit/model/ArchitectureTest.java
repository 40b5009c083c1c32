package io.sparsesplit.model;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of the model library. */
class ArchitectureTest {

    private static final String ROOT = "io.sparsesplit.model";
    private static final List<String> PACKAGES =
            List.of("pattern", "kernel", "network", "artifact", "codec", "image", "decision");

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void arrowsRunOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("pattern")
                .definedBy(ROOT + ".pattern..")
                .layer("kernel")
                .definedBy(ROOT + ".kernel..")
                .layer("network")
                .definedBy(ROOT + ".network..")
                .layer("artifact")
                .definedBy(ROOT + ".artifact..")
                .layer("codec")
                .definedBy(ROOT + ".codec..")
                .layer("image")
                .definedBy(ROOT + ".image..")
                .whereLayer("pattern")
                .mayNotAccessAnyLayer()
                .whereLayer("codec")
                .mayNotAccessAnyLayer()
                .whereLayer("image")
                .mayNotAccessAnyLayer()
                .whereLayer("kernel")
                .mayOnlyAccessLayers("pattern")
                .whereLayer("network")
                .mayOnlyAccessLayers("kernel", "pattern", "codec")
                .layer("decision")
                .definedBy(ROOT + ".decision..")
                .whereLayer("decision")
                .mayOnlyAccessLayers("network")
                .whereLayer("artifact")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theLibraryKnowsNoFramework() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("org.springframework.."))
                .orShould()
                .dependOnClassesThat(resideInAPackage("jakarta.."))
                .check(CLASSES);
    }

    @Test
    void onlyTheArtifactKnowsJsonAndOnlyTheKernelsKnowEjml() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".artifact..")
                .should()
                .dependOnClassesThat(resideInAPackage("tools.jackson.."))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".kernel..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.ejml.."))
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(PACKAGES)
                .allSatisfy(
                        name -> assertThat(CLASSES.getPackage(ROOT + "." + name).isAnnotatedWith(NullMarked.class))
                                .as(name)
                                .isTrue());
    }

    @Test
    void thereAreNoOtherPackages() {
        classes()
                .should()
                .resideInAnyPackage(
                        PACKAGES.stream().map(name -> ROOT + "." + name).toArray(String[]::new))
                .check(CLASSES);
    }
}
