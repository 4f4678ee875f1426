package dev.holdfast.notifier;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentUpdated;
import dev.holdfast.backbone.events.RollbackEvent.StepFinished;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The console follows what happens: at once, after a broken connection, and when very much happens.
///
/// It prints its figures; in full with `-Dholdfast.visible=200 -Dholdfast.steps=10000`.
class ConsoleLiveTest extends InBrowser {
    private static final int VISIBLE = Integer.getInteger("holdfast.visible", 20);
    private static final int STEPS = Integer.getInteger("holdfast.steps", 1_000);

    @Test
    void what_happens_is_seen_at_once_without_a_reload() {
        Scope scope = Scope.of("live", "production");
        go("");
        assertThat(page.locator("#live")).hasAttribute("data-state", "live");
        Instant now = Instant.now();
        room.house()
                .wire()
                .tell(
                        scope,
                        new IncidentOpened(
                                "live-1", "Live is slow", Severity.P1, List.of("Slow"), now));
        Locator card = page.locator("[data-key='live-1']");
        assertThat(card).containsText("Live is slow");
        room.house()
                .wire()
                .tell(
                        scope,
                        new IncidentUpdated(
                                "live-1",
                                Severity.P1,
                                "watching",
                                "the latency to last 15 minutes",
                                now.plusSeconds(900),
                                List.of("Slow"),
                                now));
        assertThat(card).containsText("waits for the latency to last 15 minutes");
        assertThat(card.locator(".count")).containsText("in 14:");
    }

    @Test
    void after_a_broken_connection_it_goes_on_and_shows_what_happened_meanwhile()
            throws IOException {
        Scope scope = Scope.of("cut", "production");
        try (Wall wall = new Wall(room.house().base())) {
            page.navigate(wall.base() + "/#/");
            assertThat(page.locator("#live")).hasAttribute("data-state", "live");
            wall.falls();
            assertThat(page.locator("#live")).hasAttribute("data-state", "away");
            assertThat(page.locator("#live")).hasText("reconnecting");
            room.house()
                    .wire()
                    .tell(
                            scope,
                            new IncidentOpened(
                                    "cut-1",
                                    "While nobody looked",
                                    Severity.P2,
                                    List.of("C"),
                                    Instant.now()));
            wall.rises();
            assertThat(page.locator("[data-key='cut-1']")).containsText("While nobody looked");
            assertThat(page.locator("#live")).hasAttribute("data-state", "live");
            room.house()
                    .wire()
                    .tell(
                            scope,
                            new IncidentOpened(
                                    "cut-2",
                                    "And after",
                                    Severity.P2,
                                    List.of("C"),
                                    Instant.now()));
            assertThat(page.locator("[data-key='cut-2']")).containsText("And after");
        }
    }

    /// Each frame's time while it scrolls; the longest is kept.
    private static final String WATCH =
            """
            () => { let last = performance.now(), down = 1; window.longest = 0; window.frames = 0;
              const frame = () => {
                const now = performance.now();
                if (++window.frames > 1) window.longest = Math.max(window.longest, now - last);
                last = now;
                scrollBy(0, 200 * (down = scrollY + innerHeight >= document.body.scrollHeight ? -1 : scrollY === 0 ? 1 : down));
                requestAnimationFrame(frame);
              };
              requestAnimationFrame(frame); }
            """;

    @Test
    void an_incident_with_very_many_events_stays_usable_while_they_come() {
        Scope scope = Scope.of("many", "production");
        Instant now = Instant.now();
        room.house()
                .wire()
                .tell(
                        scope,
                        new IncidentOpened(
                                "many-steps", "Very much", Severity.P3, List.of("M"), now));
        go("incident/many-steps");
        assertThat(page.locator(".node").first()).isVisible();
        page.evaluate(WATCH);
        List<Event> steps =
                IntStream.range(0, STEPS).mapToObj(i -> step(i, now.plusMillis(i))).toList();
        room.house().wire().pour(scope, steps);
        assertThat(page.locator(".node"))
                .hasCount(
                        Math.min(STEPS, 1_999) + 1,
                        new LocatorAssertions.HasCountOptions().setTimeout(60_000));
        System.out.printf(
                "console: %d events of one incident came, longest frame meanwhile %.0f ms of %s frames%n",
                STEPS,
                ((Number) page.evaluate("window.longest")).doubleValue(),
                page.evaluate("window.frames"));
        assertThat(page.locator("#live")).hasAttribute("data-state", "live");
        page.keyboard().press("n");
        assertThat(page.locator("[data-key='many-steps']")).containsText("Very much");
    }

    private static Event step(int i, Instant at) {
        return new StepFinished(
                "many-steps",
                "rb-1",
                "step-" + i,
                1,
                "done",
                false,
                false,
                Duration.ofMillis(3),
                at);
    }

    @Test
    void it_paints_within_a_second_and_weighs_little() {
        page.navigate(room.house().base() + "/");
        assertThat(page.locator(".card").first()).isVisible();
        double paint =
                ((Number)
                                page.evaluate(
                                        "performance.getEntriesByName('first-contentful-paint')[0].startTime"))
                        .doubleValue();
        double script =
                ((Number)
                                page.evaluate(
                                        "performance.getEntriesByType('resource').filter(r => r.name.endsWith('.js'))"
                                                + ".reduce((s, r) => s + r.transferSize, 0)"))
                        .doubleValue();
        System.out.printf("console: first paint %.0f ms, script %.0f bytes%n", paint, script);
        assertThat(script).isLessThan(150_000);
    }

    @Test
    void an_event_is_visible_soon_after_it_was_written() {
        Scope scope = Scope.of("quick", "production");
        go("");
        assertThat(page.locator("#live")).hasAttribute("data-state", "live");
        double[] took = new double[VISIBLE];
        for (int i = 0; i < took.length; i++) {
            String id = "quick-" + i;
            page.evaluate(
                    """
                    id => { window.seen = new Promise(done => {
                      new MutationObserver((_, o) => {
                        if (document.querySelector(`[data-key='${id}']`)) { o.disconnect(); done(Date.now()); }
                      }).observe(document.body, { childList: true, subtree: true });
                    }); }
                    """,
                    id);
            long sent = System.currentTimeMillis();
            room.house()
                    .wire()
                    .tell(
                            scope,
                            new IncidentOpened(
                                    id, "Quick " + i, Severity.P3, List.of("Q"), Instant.now()));
            took[i] = ((Number) page.evaluate("window.seen")).doubleValue() - sent;
        }
        Arrays.sort(took);
        System.out.printf(
                "console: event written to visible p50 %.0f ms, p95 %.0f ms%n",
                took[took.length / 2], took[took.length * 95 / 100 - 1]);
        assertThat(took[took.length - 1]).isPositive();
    }
}
