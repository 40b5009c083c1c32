package io.sparsesplit.cloud;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.sparsesplit.service.Arrows;
import java.util.List;
import java.util.Map;

/** The arrows between the packages of the cloud service. */
@AnalyzeClasses(packages = "io.sparsesplit.cloud", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.sparsesplit.cloud";

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ARROWS_RUN_ONE_WAY =
            Arrows.above(ROOT, Map.of("classify", List.of(), "repository", List.of(), "oip", List.of("classify")));

    @ArchTest
    static final ArchRule EDGE_AND_CLOUD_MEET_ON_THE_WIRE_ONLY =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.sparsesplit.edge..");
}
