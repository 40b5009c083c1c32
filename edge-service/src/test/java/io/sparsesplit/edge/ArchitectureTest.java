package io.sparsesplit.edge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.sparsesplit.service.Arrows;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "io.sparsesplit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.sparsesplit.edge";

    /** Packages, each with the packages that it may use. Only the root package, which wires them, uses all. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            entry("outcome", List.of()),
            entry("models", List.of()),
            entry("transport", List.of()),
            entry("sync", List.of("transport")),
            entry("outbox", List.of()),
            entry("console", List.of("models")),
            entry("telemetry", List.of("outcome", "models")),
            entry("adaptation", List.of("models")),
            entry("rollout", List.of("models", "sync")),
            entry("offload", List.of("outcome", "transport", "outbox", "telemetry", "adaptation", "rollout")),
            entry("inference", List.of("outcome", "models", "outbox", "telemetry", "adaptation", "rollout", "offload")),
            entry("web", List.of("outcome", "models", "outbox", "telemetry", "rollout", "offload", "inference")),
            entry("oip", List.of("outcome", "models", "rollout", "inference")),
            entry("batch", List.of("outcome", "telemetry", "rollout", "inference", "web")));

    @ArchTest
    static final ArchRule EDGE_AND_CLOUD_MEET_ON_THE_WIRE_ONLY = noClasses()
            .that()
            .resideInAPackage("io.sparsesplit.edge..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.sparsesplit.cloud..");

    @ArchTest
    static final ArchRule AND_THE_OTHER_WAY_ROUND = noClasses()
            .that()
            .resideInAPackage("io.sparsesplit.cloud..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.sparsesplit.edge..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ARROWS_RUN_ONE_WAY = Arrows.below(ROOT, MAY_USE);

    @ArchTest
    static final ArchRule THERE_ARE_NO_OTHER_PACKAGES = classes()
            .that()
            .resideInAPackage(ROOT + "..")
            .should()
            .resideInAnyPackage(
                    Stream.concat(Stream.of(ROOT), MAY_USE.keySet().stream().map(name -> ROOT + "." + name))
                            .toArray(String[]::new));

    /** The same rule finds an arrow that should not be, in packages made for this test. */
    @Test
    void anArrowThatRunsTheWrongWayIsFound() {
        String seeded = "io.sparsesplit.seeded";
        JavaClasses classes = new ClassFileImporter().importPackages(seeded);

        assertThatThrownBy(() -> Arrows.below(seeded, MAY_USE).check(classes))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("WrongArrow.page")
                .hasMessageContaining("was violated (1 times)");
        assertThatThrownBy(() -> slices().matching(seeded + ".(*)..")
                        .should()
                        .beFreeOfCycles()
                        .check(classes))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle detected: Slice telemetry");
    }

    @ArchTest
    static final ArchRule WHAT_IS_SHARED_KNOWS_NO_SERVICE = noClasses()
            .that()
            .resideInAnyPackage("io.sparsesplit.service..", "io.sparsesplit.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.sparsesplit.edge..", "io.sparsesplit.cloud..");

    @ArchTest
    static final ArchRule THE_MODEL_LIBRARY_KNOWS_NO_SPRING = noClasses()
            .that()
            .resideInAPackage("io.sparsesplit.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "jakarta..");

    @ArchTest
    static final ArchRule DEPENDENCIES_COME_THROUGH_CONSTRUCTORS =
            GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule NO_OUTPUT_PAST_THE_LOG = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule NAMES_SAY_SOMETHING = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager");
}
