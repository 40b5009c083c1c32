package io.sparsesplit.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The arrows between the packages that both services share. */
@AnalyzeClasses(packages = "io.sparsesplit.service", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.sparsesplit.service";

    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            entry("problem", List.of()),
            entry("settings", List.of()),
            entry("tracing", List.of()),
            entry("management", List.of("problem", "settings")),
            entry("admission", List.of("problem")),
            entry("catalog", List.of("problem", "settings")),
            entry("web", List.of("problem", "tracing", "management")),
            entry("oip", List.of("problem", "settings", "management", "catalog")));

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ARROWS_RUN_ONE_WAY = Arrows.below(ROOT, MAY_USE);

    @ArchTest
    static final ArchRule THERE_ARE_NO_OTHER_PACKAGES = classes()
            .should()
            .resideInAnyPackage(
                    Stream.concat(Stream.of(ROOT), MAY_USE.keySet().stream().map(name -> ROOT + "." + name))
                            .toArray(String[]::new));

    @ArchTest
    static final ArchRule WHAT_IS_SHARED_KNOWS_NO_SERVICE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.sparsesplit.edge..", "io.sparsesplit.cloud..");
}
