package dev.holdfast.verifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The rooms of this service: io → flow → domain → backbone, and nothing the other way.
@AnalyzeClasses(
        packages = "dev.holdfast.verifier",
        importOptions = ImportOption.DoNotIncludeTests.class)
final class RoomsTest {
    /// Pure: RE2 patterns (answers of targets are matched in linear time) and Jackson's JSON trees.
    @ArchTest
    static final ArchRule domain_is_pure =
            classes()
                    .that()
                    .resideInAPackage("..verifier.domain..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "org.jspecify..",
                            "dev.holdfast.verifier.domain..",
                            "dev.holdfast.backbone.events",
                            "dev.holdfast.backbone.pack",
                            "com.google.re2j..",
                            "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule domain_reads_no_clock =
            noClasses()
                    .that()
                    .resideInAPackage("..verifier.domain..")
                    .should()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule flow_knows_domain_and_ports_alone =
            classes()
                    .that()
                    .resideInAPackage("..verifier.flow..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "org.jspecify..",
                            "dev.holdfast.verifier.flow..",
                            "dev.holdfast.verifier.domain..",
                            "dev.holdfast.backbone.events",
                            "dev.holdfast.backbone.pack",
                            "dev.holdfast.backbone.work");

    @ArchTest
    static final ArchRule flow_starts_no_thread_and_reads_no_clock =
            noClasses()
                    .that()
                    .resideInAPackage("..verifier.flow..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.util.concurrent..")
                    .orShould()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule io_does_not_reach_into_the_root =
            noClasses()
                    .that()
                    .resideInAPackage("..verifier.io..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.holdfast.verifier");
}
