package dev.holdfast.notifier.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentUpdated;
import dev.holdfast.backbone.events.IncidentEvent.IncidentWithheld;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.NotificationEvent.NoticeFailed;
import dev.holdfast.backbone.events.NotificationEvent.NoticeSent;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.memory.MemoryHouse;
import dev.holdfast.backbone.memory.MemoryStore;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.notifier.Packs;
import dev.holdfast.notifier.ShopStory;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Notice;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;
import dev.holdfast.notifier.domain.notice.RetrySchedule;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What must reach somebody now does, whatever stands in its way.
class UrgentNewsTest {
    /// At night, in a pack whose quiet hours are in UTC.
    private static final Instant START = Instant.parse("2026-11-20T23:00:00Z");

    private static final Duration MOMENT = Duration.ofMillis(1);

    private final PostOffice post = new PostOffice();
    private final MemoryHouse house = new MemoryHouse(START);
    private final MemoryStore store =
            house.add(_ -> new NotifierDesk(post, RetrySchedule.STANDARD, "http://console"));
    private final ShopStory story = ShopStory.at(START);

    private static final String NIGHT =
            """
            next-update: 1d
            channels:
              chat:
                kind: slack
                channel: C0123456789
                token: hook-signing
                quiet: {from: "22:00", to: "07:00", zone: UTC, unless: {severity: [P0, P1]}}
            route: {channels: [chat]}
            """;

    @Test
    void a_question_does_not_wait_behind_news_for_the_morning() {
        apply(NIGHT, Map.of());
        opens(Severity.P3);
        house.passes(Duration.ofMinutes(10));
        assertThat(post.letters()).isEmpty();

        becomes(Severity.P1);
        story.asking().forEach(this::publish);
        house.passes(MOMENT);
        assertThat(post.letters()).extracting(Letter::about).containsExactly("approval-wanted");

        house.passes(Duration.ofHours(8));
        assertThat(post.letters())
                .extracting(Letter::about)
                .containsExactly("approval-wanted", "incident-started");
        assertThat(house.events(NoticeSent.class)).hasSize(2);
    }

    @Test
    void news_for_the_morning_stay_there_when_something_urgent_was_told() {
        apply(NIGHT, Map.of());
        opens(Severity.P1);
        house.passes(MOMENT);
        becomes(Severity.P3);
        publish(withheld());
        house.passes(Duration.ofHours(1));
        assertThat(post.letters()).extracting(Letter::about).containsExactly("incident-started");
        house.passes(Duration.ofHours(8));
        assertThat(post.letters())
                .extracting(Letter::about)
                .containsExactly("incident-started", "withheld");
    }

    @Test
    void what_waits_long_after_failures_goes_with_the_first_that_gets_through() {
        apply(NIGHT, Map.of());
        post.answers(
                "chat",
                new Later("HTTP 503", Duration.ofHours(3)),
                new Delivered("ok"),
                new Delivered("ok"));
        opens(Severity.P1);
        house.passes(Duration.ofMinutes(20));
        publish(withheld());
        house.passes(Duration.ofSeconds(1));
        assertThat(house.events(NoticeSent.class))
                .extracting(NoticeSent::about)
                .containsExactly("withheld", "incident-started");
    }

    @Test
    void a_template_that_breaks_gives_way_to_the_standard_words() {
        apply(
                """
                channels: {log: {kind: log}}
                route: {channels: [log]}
                templates: {incident-started: mine.peb}
                """,
                Map.of("mine.peb", "Mine\n{% if severity == 'P1' %}{{ nowhere }}{% endif %}"));
        opens(Severity.P1);
        house.passes(MOMENT);
        assertThat(post.letters())
                .singleElement()
                .satisfies(l -> assertThat(l.text()).contains("INCIDENT ALERT"));
        List<Notice> kept = store.in(ShopStory.SHOP, w -> w.all(Shelves.NOTICES));
        assertThat(kept).hasSize(1);
    }

    @Test
    void what_could_not_be_said_may_be_said_again() {
        apply(
                """
                next-update: 1d
                channels: {log: {kind: log}}
                route: {channels: [log], repeat: 1h}
                """,
                Map.of());
        post.answers("log", new Delivered("ok"), new Refused("HTTP 410"), new Delivered("ok"));
        opens(Severity.P1);
        house.passes(MOMENT);
        publish(withheld());
        house.passes(MOMENT);
        assertThat(house.events(NoticeFailed.class)).hasSize(1);
        publish(withheld());
        house.passes(MOMENT);
        assertThat(post.to("log"))
                .extracting(Letter::about)
                .containsExactly("incident-started", "withheld", "withheld");
    }

    @Test
    void giving_up_is_counted_from_the_first_attempt_not_from_the_evening_before() {
        apply(NIGHT.replace("kind: slack", "kind: slack\n    give-up: 30m"), Map.of());
        post.answers("chat", new Later("HTTP 503", null), new Delivered("ok"));
        opens(Severity.P3);
        house.passes(Duration.ofHours(9));
        assertThat(house.events(NoticeSent.class))
                .singleElement()
                .satisfies(n -> assertThat(n.attempts()).isEqualTo(2));
    }

    private void opens(Severity severity) {
        publish(
                new IncidentOpened(
                        story.incident(), "Checkout fails", severity, List.of("E"), house.now()));
    }

    private void becomes(Severity severity) {
        publish(
                new IncidentUpdated(
                        story.incident(),
                        severity,
                        "watching",
                        "nothing",
                        null,
                        List.of("E"),
                        house.now()));
    }

    private IncidentWithheld withheld() {
        return new IncidentWithheld(story.incident(), "mode observe", "roll back", house.now());
    }

    private void publish(Event event) {
        house.publish(ShopStory.SHOP, event);
        house.passes(MOMENT);
    }

    private void apply(String notifications, Map<String, String> more) {
        PackFiles pack = Packs.shop(notifications, more);
        house.offer(pack);
        house.publish(Scope.pack("shop"), new PackActivated("shop", pack.digest(), house.now()));
    }
}
