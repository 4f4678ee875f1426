package dev.holdfast.trials.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.holdfast.backbone.drill.Drill;
import dev.holdfast.backbone.drill.DrillsFile;
import dev.holdfast.backbone.drill.Phase;
import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.RollbackEvent.RollbackStarted;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.command.PackOptions;
import dev.holdfast.cli.drill.DrillSession;
import dev.holdfast.cli.drill.Held;
import dev.holdfast.cli.drill.Score;
import dev.holdfast.cli.http.Services;
import dev.holdfast.local.HouseSettings;
import dev.holdfast.local.Ports;
import dev.holdfast.local.Service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Drills as `holdfast drill run` holds them, with the packs of deploy/packs and their labs. What
/// they come to is asserted; how fast they are is not, since this machine may do much else.
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = "house", mode = ResourceAccessMode.READ)
class DrillTest {
    private static final Path PACKS = Path.of("..", "deploy", "packs");
    private static final int LAB = 80;
    private static final int LAB_PORTS = 10;
    private static final Set<String> TIMED =
            Arrays.stream(Phase.values()).map(Phase::title).collect(Collectors.toSet());

    private final WholeHouse house = WholeHouse.shared();
    private final StringWriter said = new StringWriter();

    /// Two labs at a time: each is a small production of its own.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"shop, bad-release", "azora, deploy-fails", "ecommerce, bad-release"})
    @ResourceLock("lab")
    void each_team_is_healed_in_its_lab_as_its_drill_says(String pack, String drill)
            throws Exception {
        healed(pack, drill);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"mgmt-vibe, down", "africanmarket, planned"})
    @ResourceLock("another-lab")
    void each_other_team_too(String pack, String drill) throws Exception {
        healed(pack, drill);
    }

    private void healed(String pack, String drill) throws Exception {
        Held held = holds(pack, drill);

        assertThat(wrong(held)).as("%s", said).isEmpty();
        assertThat(held.live()).isTrue();
        assertThat(held.seconds()).containsKeys("DETECT", "DECIDE", "ROLL_BACK", "VERIFY");
    }

    @Test
    void a_drill_aimed_at_production_never_acts_and_says_what_it_missed() throws Exception {
        try (Tenant shop = Tenant.well(house, "drilled-bare", WholePack.AUTOMATIC)) {
            DrillsFile file =
                    drills(
                            """
                            drills:
                              at-production:
                                title: Its events claim to be production's own
                                kind: emergency
                                component: backend
                                does:
                                  - {signal: deployment.finished, with: {component: backend, release: v42, scope: drilled-bare/production, real: "true"}}
                                  - {series: [{series: 'http_requests_total{code="200"}', values: 0+10x30}, {series: 'http_requests_total{code="500"}', values: 0+10x30}], every: 200ms}
                                expect: {trigger: ErrorRatioHigh, severity: P1, decision: rollback, ends: resolved}
                                patience: 30s
                            """);
            Held held = session().holdWith(me(), shop.pack(), file, file.drills()).getFirst();

            assertThat(wrong(held))
                    .as("%s", said)
                    .singleElement()
                    .asString()
                    .matches("WRONG {3}ends +expected resolved, got (escalated|withheld)");
            assertThat(held.passed()).isFalse();
            assertThat(said.toString()).contains("FAILED  drilled-bare / at-production");
            assertThat(shop.events(RollbackStarted.class)).isEmpty();
            assertThat(shop.world().running()).isEqualTo("v41");
            assertThat(shop.world().reloads()).isEmpty();
            assertThat(shop.envelopes())
                    .filteredOn(e -> e.data() instanceof TriggerRaised)
                    .allMatch(e -> e.scope().drill() != null);
        }
    }

    @Test
    void a_real_failure_that_carries_a_drills_mark_is_handled() {
        try (Tenant shop = Tenant.well(house, "marked", WholePack.AUTOMATIC)) {
            Reply forged = signalled("marked/production~friday", "complaint");
            assertThat(forged.status()).as(forged.body()).isBetween(400, 499);
            assertThat(signalled("marked/production", "complaint").status()).isEqualTo(202);
            shop.deploys("v42").failing("v42", 0.3);

            shop.awaits(IncidentResolved.class);
            Testimony.healedOnce(shop);
            assertThat(shop.envelopes())
                    .extracting(Envelope::scope)
                    .allMatch(scope -> scope.drill() == null);
        }
    }

    /// A signal on the real way in that says it is a drill.
    private Reply signalled(String subject, String type) {
        String event =
                Json.text(
                        Map.of(
                                "specversion",
                                "1.0",
                                "id",
                                subject + type,
                                "source",
                                "/desk",
                                "type",
                                type,
                                "subject",
                                subject,
                                "drill",
                                "friday",
                                "data",
                                Map.of("component", "backend", "drill", "friday")));
        return Reply.send(
                "POST",
                house.url(Service.DETECTOR, "/api/v1/signals"),
                WholeHouse.ROOT,
                "application/cloudevents+json",
                event.getBytes(StandardCharsets.UTF_8));
    }

    /// Holds one drill of a pack as it is shipped. A lab that lacks a program of the machine says so.
    private Held holds(String name, String drill) throws IOException, InterruptedException {
        PackFiles pack = hurried(PackOptions.read(PACKS.resolve(name), Map.of()));
        DrillsFile file = read(pack);
        Drill chosen = file.drill(drill).orElseThrow();
        try {
            return session().holdWith(me(), pack, file, List.of(chosen)).getFirst();
        } catch (Failure e) {
            String why = String.valueOf(e.getMessage());
            assumeFalse(why.matches("(?s).*'s lab.* needs .*"), why);
            throw e;
        }
    }

    /// The pack with a short watch after the rollback: the suite has little time.
    private static PackFiles hurried(PackFiles pack) {
        var files = new TreeMap<>(pack.files());
        files.computeIfPresent(
                "decisions.yml",
                (_, text) -> text.replaceAll("(?m)^watch-after: \\w+", "watch-after: 5s"));
        return new PackFiles(pack.name(), files);
    }

    private DrillSession session() {
        var settings =
                new HouseSettings(Path.of(".."), house.folder(), Ports.row(LAB_PORTS) - LAB, false);
        return new DrillSession(
                settings,
                new Services(s -> house.url(s, "").toString(), () -> Optional.of(WholeHouse.ROOT)),
                new PrintWriter(said),
                DrillTest::none);
    }

    private static void none(String service) {
        assertThat(service).as("none of these drills ends a service of the house").isEmpty();
    }

    private static List<Score.Line> wrong(Held held) {
        return held.lines().stream()
                .filter(l -> !l.right() && !TIMED.contains(l.what()))
                .filter(l -> !l.got().startsWith("on after")) // the kill switch, later than 1 s
                .toList();
    }

    private static DrillsFile drills(String text) {
        return read(PackFiles.of("drilled-bare", Map.of("drills.yml", text)));
    }

    private static DrillsFile read(PackFiles pack) {
        var problems = new Problems();
        DrillsFile file = DrillsFile.read(pack, problems);
        assertThat(problems.lines()).isEmpty();
        return file;
    }

    private static long me() {
        return ProcessHandle.current().pid();
    }
}
