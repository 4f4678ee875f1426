package dev.holdfast.detector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The rooms: io → flow → domain → backbone.
@AnalyzeClasses(
        packages = "dev.holdfast.detector",
        importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule DOMAIN_IS_PURE =
            classes()
                    .that()
                    .resideInAPackage("dev.holdfast.detector.domain..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.holdfast.detector.domain..",
                            "dev.holdfast.backbone.events..",
                            "dev.holdfast.backbone.pack..",
                            "java..",
                            "org.jspecify..",
                            "com.google.re2j..",
                            "org.snakeyaml.engine..");

    @ArchTest
    static final ArchRule FLOW_TOUCHES_NOTHING =
            noClasses()
                    .that()
                    .resideInAPackage("dev.holdfast.detector.flow..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.holdfast.detector.io..",
                            "org.apache.kafka..",
                            "io.micronaut..",
                            "io.prometheus..",
                            "org.slf4j..",
                            "java.net.http..",
                            "java.sql..");

    @ArchTest
    static final ArchRule ONLY_THE_ROOT_KNOWS_THE_ROOT =
            noClasses()
                    .that()
                    .resideInAnyPackage("dev.holdfast.detector.(*)..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.holdfast.detector");

    @ArchTest
    static final ArchRule NO_CLOCK_IN_DOMAIN_AND_FLOW =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "dev.holdfast.detector.domain..", "dev.holdfast.detector.flow..")
                    .should()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule NOTHING_IS_A_HELPER =
            noClasses()
                    .should()
                    .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Common)$")
                    .orShould()
                    .resideInAnyPackage("..util..", "..common..", "..impl..", "..helper..");
}
