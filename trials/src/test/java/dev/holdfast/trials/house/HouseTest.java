package dev.holdfast.trials.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// The layering of the whole house: io → flow → domain → backbone, and no service knows another.
@AnalyzeClasses(
        packages = {
            "dev.holdfast.backbone",
            "dev.holdfast.detector",
            "dev.holdfast.decision",
            "dev.holdfast.executor",
            "dev.holdfast.verifier",
            "dev.holdfast.notifier"
        },
        importOptions = HouseTest.ProductAlone.class)
class HouseTest {
    /// Neither the modules' test classes nor the jars that hold them.
    static final class ProductAlone implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }

    private static final String[] WORLD = {
        "io.micronaut..",
        "org.apache.kafka..",
        "io.r2dbc..",
        "org.postgresql..",
        "java.sql..",
        "java.net.http..",
        "org.slf4j..",
        "io.github.resilience4j..",
        "reactor.."
    };

    private static final Set<String> CLOCKS = Set.of("now", "systemUTC", "system");

    @ArchTest
    static final ArchRule services_meet_only_as_events =
            slices().matching("dev.holdfast.(detector|decision|executor|verifier|notifier)..")
                    .namingSlices("$1")
                    .should()
                    .notDependOnEachOther();

    @ArchTest
    static final ArchRule the_backbone_knows_no_service =
            noClasses()
                    .that()
                    .resideInAPackage("dev.holdfast.backbone..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.holdfast.detector..",
                            "dev.holdfast.decision..",
                            "dev.holdfast.executor..",
                            "dev.holdfast.verifier..",
                            "dev.holdfast.notifier..");

    @ArchTest
    static final ArchRule domain_is_pure =
            noClasses()
                    .that()
                    .resideInAPackage("dev.holdfast.*.domain..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(WORLD)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.holdfast.*.flow..",
                            "dev.holdfast.*.io..",
                            "dev.holdfast.backbone.work..",
                            "dev.holdfast.backbone.kafka..",
                            "dev.holdfast.backbone.postgres..",
                            "dev.holdfast.backbone.service..");

    @ArchTest
    static final ArchRule flow_orders_and_does_not_touch_the_world =
            noClasses()
                    .that()
                    .resideInAPackage("dev.holdfast.*.flow..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.holdfast.*.io..",
                            "io.micronaut..",
                            "org.apache.kafka..",
                            "io.r2dbc..",
                            "java.sql..",
                            "java.net.http..",
                            "dev.holdfast.backbone.postgres..",
                            "dev.holdfast.backbone.service..");

    @ArchTest
    static final ArchRule no_clock_is_read_in_domain_or_flow =
            noClasses()
                    .that()
                    .resideInAnyPackage("dev.holdfast.*.domain..", "dev.holdfast.*.flow..")
                    .should()
                    .callMethodWhere(describe("reads a clock or sleeps", HouseTest::readsAClock));

    @ArchTest
    static final ArchRule names_say_what_a_thing_is =
            classes()
                    .should()
                    .haveNameNotMatching(".*(Util|Utils|Helper|Manager|Impl|Misc|Common)$");

    private static boolean readsAClock(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        String name = call.getName();
        boolean time =
                owner.getPackageName().equals("java.time")
                        && CLOCKS.contains(name)
                        && call.getTarget().getRawParameterTypes().isEmpty();
        boolean system =
                owner.getName().equals("java.lang.System")
                        && Set.of("currentTimeMillis", "nanoTime").contains(name);
        boolean thread =
                owner.getName().equals("java.lang.Thread")
                        && Set.of("sleep", "start", "startVirtualThread").contains(name);
        boolean chance =
                (owner.getName().equals("java.util.UUID") && name.equals("randomUUID"))
                        || (owner.getName().equals("java.lang.Math") && name.equals("random"));
        return time || system || thread || chance;
    }

    @Test
    void no_file_grows_past_four_hundred_lines() throws IOException {
        Path root = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
        try (Stream<Path> paths = Files.walk(root)) {
            List<Path> long_ =
                    paths.filter(p -> p.toString().endsWith(".java"))
                            .filter(p -> p.toString().contains("/src/main/"))
                            .filter(p -> !p.toString().contains("/target/"))
                            .filter(p -> lines(p) > 400)
                            .map(root::relativize)
                            .toList();
            assertThat(long_)
                    .as("Files over 400 lines: where policy, timing and I/O met")
                    .isEmpty();
        }
    }

    private static long lines(Path p) {
        try (Stream<String> lines = Files.lines(p)) {
            return lines.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
