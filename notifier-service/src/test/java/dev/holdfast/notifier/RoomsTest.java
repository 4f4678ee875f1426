package dev.holdfast.notifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The rooms: io → flow → domain → backbone.
@AnalyzeClasses(
        packages = "dev.holdfast.notifier",
        importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule DOMAIN_IS_PURE =
            classes()
                    .that()
                    .resideInAPackage("dev.holdfast.notifier.domain..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.holdfast.notifier.domain..",
                            "dev.holdfast.backbone.events..",
                            "dev.holdfast.backbone.pack..",
                            "java..",
                            "org.jspecify..",
                            // Pure libraries: text and values in, text or an answer out.
                            "dev.cel..",
                            "io.pebbletemplates..");

    @ArchTest
    static final ArchRule FLOW_TOUCHES_NOTHING =
            noClasses()
                    .that()
                    .resideInAPackage("dev.holdfast.notifier.flow..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.holdfast.notifier.io..",
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
                    .resideInAnyPackage("dev.holdfast.notifier.(*)..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.holdfast.notifier");

    @ArchTest
    static final ArchRule NO_CLOCK_IN_DOMAIN_AND_FLOW =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "dev.holdfast.notifier.domain..", "dev.holdfast.notifier.flow..")
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
