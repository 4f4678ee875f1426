package dev.holdfast.detector.io.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.detector.flow.intake.Door;
import dev.holdfast.detector.flow.intake.DrillDoor;
import dev.holdfast.detector.flow.intake.Unmatched;
import dev.holdfast.detector.flow.packs.PackDesk;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.flow.samples.MemoryLog;

import io.micronaut.http.HttpRequest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

class DrillControllerTest {
    private static final Scope KEY = new Scope("shop", "production", "friday");
    private static final Caller TOOL = new Caller("chaos", Set.of("drill"));
    private static final String PACK =
            """
            system: shop
            environments:
              production:
                match: {system: shop}
                scrape: [{url: "http://${host}:1/metrics"}]
            variables: {host: production.example}
            """;
    private static final String LAB =
            """
            lab:
              pace: 10
              scrape: [{url: "http://${host}:1/metrics"}]
              variables: {host: lab.example}
            """;
    private static final String RULES =
            """
            groups:
              - name: g
                rules:
                  - {alert: Down, expr: "up == 0", for: 10m}
            """;

    private final MemoryLog log = new MemoryLog();
    private final InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(50));
    private final PackDesk desk = new PackDesk(log, _ -> {}, clock);
    private final DrillController controller =
            new DrillController(
                    new DrillDoor(desk, new Door(log, desk::routes, new Unmatched(), clock)),
                    clock);

    @BeforeEach
    void the_packs_are_read() {
        desk.caughtUp();
    }

    @Test
    void a_drills_event_reaches_the_drills_key_and_nothing_else() {
        activate(PACK);
        send(TOOL, "security.finding", "shop/production");
        assertThat(log.appended.stream().filter(a -> a.arrival() instanceof Arrival.Signal))
                .singleElement()
                .satisfies(a -> assertThat(a.scope()).isEqualTo(KEY));
    }

    @Test
    void the_drills_key_has_the_rules_at_the_pace_of_the_lab_and_scrapes_only_the_lab() {
        activate(PACK + LAB);
        send(TOOL, "drill.begun", "shop/production");
        assertThat(log.appended.getLast().scope()).isEqualTo(KEY);
        assertThat(log.of(Arrival.PackSwitch.class).getLast().files().toString())
                .contains("for: 1m");
        assertThat(desk.routes().targets().stream().filter(t -> t.scope().equals(KEY)))
                .singleElement()
                .satisfies(t -> assertThat(t.url()).isEqualTo("http://lab.example:1/metrics"));
        assertThat(desk.routes().of(Map.of("system", "shop")))
                .containsExactly(Scope.of("shop", "production"));
    }

    @Test
    void a_drill_without_a_lab_scrapes_nothing() {
        activate(PACK);
        send(TOOL, "drill.begun", "shop/production");
        assertThat(desk.routes().targets()).noneMatch(t -> t.scope().equals(KEY));
    }

    @Test
    void an_ended_drill_has_no_rules_and_no_scrapes_any_more() {
        activate(PACK + LAB);
        send(TOOL, "drill.begun", "shop/production");
        send(TOOL, "drill.ended", "shop/production");
        assertThat(log.of(Arrival.PackSwitch.class).getLast().files()).isEmpty();
        assertThat(desk.routes().targets()).noneMatch(t -> t.scope().equals(KEY));
    }

    /// The last ones may come after its end.
    @Test
    void samples_open_no_drill() {
        activate(PACK + LAB);
        log.appended.clear();
        var _ = controller.samples("shop", "production", "friday", new byte[0], null, TOOL);
        assertThat(log.of(Arrival.PackSwitch.class)).isEmpty();
        assertThat(desk.routes().targets()).noneMatch(t -> t.scope().equals(KEY));
        assertThatThrownBy(() ->
                        controller.samples(
                                "bakery", "production", "friday", new byte[0], null, TOOL))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no active pack has bakery/production");
    }

    @Test
    void nobody_without_the_role_drill_comes_in() {
        activate(PACK);
        for (Set<String> roles : List.of(Set.of("ingest"), Set.of("admin"), Set.<String>of())) {
            assertThatThrownBy(() -> send(new Caller("x", roles), "drill.begun", "shop/production"))
                    .isInstanceOf(Refusal.class);
        }
        assertThat(log.of(Arrival.Signal.class)).isEmpty();
    }

    @Test
    void a_drill_of_a_system_that_nobody_knows_or_without_a_name_is_refused() {
        activate(PACK);
        assertThatThrownBy(() -> send(TOOL, "drill.begun", "bakery/production"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no active pack has bakery/production");
        assertThatThrownBy(() -> send(TOOL, "drill.begun", "shop/production~real"))
                .isInstanceOf(Refusal.class);
    }

    private void activate(String manifest) {
        PackFiles pack = PackFiles.of("shop", Map.of("pack.yml", manifest, "triggers.yml", RULES));
        desk.offered(1, pack);
        desk.activated("shop", pack.digest(), 1, 9);
    }

    private void send(Caller caller, String kind, String subject) {
        String event =
                """
                {"specversion":"1.0","id":"1","source":"/chaos","type":"%s","subject":"%s","drill":"friday","data":{"component":"api"}}
                """
                        .formatted(kind, subject);
        HttpRequest<?> request =
                HttpRequest.POST("/api/v1/drills", event)
                        .contentType("application/cloudevents+json");
        var _ = controller.take(request, event.getBytes(StandardCharsets.UTF_8), caller);
    }
}
