package dev.holdfast.decision;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The rooms: io → flow → domain, and a domain that touches nothing.
@AnalyzeClasses(packages = "dev.holdfast.decision", importOptions = DoNotIncludeTests.class)
final class RoomsTest {
    private static final String HERE = "dev.holdfast.decision";

    @ArchTest
    static final ArchRule DOMAIN_IS_PURE =
            classes()
                    .that()
                    .resideInAPackage(HERE + ".domain..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            HERE + ".domain..",
                            "dev.holdfast.backbone.events..",
                            "dev.holdfast.backbone.pack..",
                            "java..",
                            "org.jspecify..",
                            "dev.cel..",
                            "com.google.common.collect..",
                            "com.fasterxml.jackson.annotation..");

    @ArchTest
    static final ArchRule DOMAIN_READS_NO_CLOCK =
            noClasses()
                    .that()
                    .resideInAnyPackage(HERE + ".domain..", HERE + ".flow..")
                    .should()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule FLOW_KNOWS_NO_IO =
            noClasses()
                    .that()
                    .resideInAPackage(HERE + ".flow..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            HERE + ".io..",
                            "io.micronaut..",
                            "org.apache.kafka..",
                            "io.r2dbc..",
                            "dev.holdfast.backbone.postgres..",
                            "dev.holdfast.backbone.kafka..",
                            "dev.holdfast.backbone.service..");

    @ArchTest
    static final ArchRule NO_JUNK_ROOMS =
            noClasses()
                    .should()
                    .resideInAnyPackage(
                            "..util..", "..common..", "..impl..", "..helper..", "..manager..");
}
