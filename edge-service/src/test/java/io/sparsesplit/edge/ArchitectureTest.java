package io.sparsesplit.edge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

@AnalyzeClasses(packages = "io.sparsesplit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

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
    static final ArchRule WHAT_THE_WAY_OF_AN_IMAGE_USES_KNOWS_NOTHING_OF_IT = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.sparsesplit.edge.models",
                    "io.sparsesplit.edge.pull",
                    "io.sparsesplit.edge.rollout",
                    "io.sparsesplit.edge.control",
                    "io.sparsesplit.edge.link",
                    "io.sparsesplit.edge.outbox")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.sparsesplit.edge", "io.sparsesplit.edge.batch", "io.sparsesplit.edge.protocol");

    @ArchTest
    static final ArchRule NOR_DOES_THAT_OF_WAYS_IN = noClasses()
            .that()
            .resideInAPackage("io.sparsesplit.edge")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.sparsesplit.edge.batch", "io.sparsesplit.edge.protocol");

    @ArchTest
    static final ArchRule THE_CONSOLE_USES_WHAT_EVERYBODY_CAN = noClasses()
            .that()
            .resideInAPackage("io.sparsesplit.edge.console")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.sparsesplit.edge");

    @ArchTest
    static final ArchRule PULLING_KNOWS_NOTHING_OF_WHAT_IS_DONE_WITH_VERSIONS = noClasses()
            .that()
            .resideInAPackage("io.sparsesplit.edge.pull")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.sparsesplit.edge.rollout", "io.sparsesplit.edge.models");

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
