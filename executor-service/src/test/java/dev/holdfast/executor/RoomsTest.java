package dev.holdfast.executor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/// The rooms of this service: io → flow → domain, and what each may know.
@AnalyzeClasses(
        packages = "dev.holdfast.executor",
        importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule DOMAIN_IS_PURE =
            ArchRuleDefinition.classes()
                    .that()
                    .resideInAPackage("..executor.domain..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "dev.holdfast.executor.domain..",
                            "dev.holdfast.backbone.events..",
                            "dev.holdfast.backbone.pack..",
                            "com.fasterxml.jackson.annotation..",
                            "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule DOMAIN_HAS_NO_CLOCK =
            noClasses()
                    .that()
                    .resideInAPackage("..executor.domain..")
                    .should()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule FLOW_KNOWS_PORTS_ONLY =
            ArchRuleDefinition.classes()
                    .that()
                    .resideInAPackage("..executor.flow..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "dev.holdfast.executor.domain..",
                            "dev.holdfast.executor.flow..",
                            "dev.holdfast.backbone.events..",
                            "dev.holdfast.backbone.pack..",
                            "dev.holdfast.backbone.work..",
                            "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule FLOW_STARTS_NO_THREAD =
            noClasses()
                    .that()
                    .resideInAPackage("..executor.flow..")
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(Thread.class)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAPackage("java.util.concurrent..");

    @ArchTest
    static final ArchRule IO_DOES_NOT_KNOW_THE_ROOT =
            noClasses()
                    .that()
                    .resideInAPackage("..executor.io..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.holdfast.executor");
}
