package dev.holdfast.notifier.domain.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.notifier.Packs;
import dev.holdfast.notifier.domain.news.News;
import dev.holdfast.notifier.domain.news.Occasion;
import dev.holdfast.notifier.domain.news.Word;
import dev.holdfast.notifier.domain.plan.NotificationPlan;
import dev.holdfast.notifier.domain.plan.PlanReader;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class RouteTest {
    private static final Instant NOW = Instant.parse("2026-11-20T20:30:00Z");

    private static final String PLAN =
            """
            old-after: 1h
            channels:
              log: {kind: log, drills: true}
              pager: {kind: log}
              chat: {kind: log}
              board: {kind: log}
            route:
              channels: [log]
              repeat: 5m
              routes:
                - match: {severity: [P0, P1]}
                  channels: [pager, log]
                  continue: true
                  routes:
                    - match: {event: step-progress}
                      channels: [chat]
                - match: {event: [resolved, withheld]}
                  channels: [board]
                  audience: management
                  group: 30s
                - match: {event: resolved}
                  channels: [chat]
            silences:
              - match: {environment: staging}
                from: 2026-11-20T20:00:00Z
                until: 2026-11-20T21:00:00Z
                by: dana
                reason: planned migration
            """;

    private final NotificationPlan plan = PlanReader.read(Packs.shop(PLAN), "production");

    @Test
    void what_no_route_takes_goes_where_the_root_says() {
        assertThat(told(news(Severity.P3, Occasion.FAILED))).containsExactly("log");
    }

    @Test
    void the_first_route_that_matches_takes_it_and_the_later_ones_are_not_asked() {
        assertThat(told(news(Severity.P3, Occasion.RESOLVED))).containsExactly("board");
    }

    @Test
    void continue_lets_the_next_routes_be_asked_too_and_names_no_channel_twice() {
        assertThat(told(news(Severity.P0, Occasion.RESOLVED)))
                .containsExactly("pager", "log", "board");
    }

    @Test
    void a_child_takes_it_from_its_parent() {
        assertThat(told(news(Severity.P1, Occasion.STEP_PROGRESS))).containsExactly("chat");
    }

    @Test
    void what_a_route_does_not_say_it_has_from_its_parent() {
        Delivery d = plan.route().deliveries(news(Severity.P3, Occasion.WITHHELD)).getFirst();
        assertThat(d)
                .isEqualTo(
                        new Delivery(
                                "board",
                                Audience.MANAGEMENT,
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(5)));
    }

    @Test
    void a_silence_mutes_from_its_first_moment_up_to_its_end() {
        News staging = news(Severity.P3, Occasion.FAILED, Scope.of("shop", "staging"));
        assertThat(muted(staging, "2026-11-20T19:59:59.999Z")).isFalse();
        assertThat(muted(staging, "2026-11-20T20:00:00Z")).isTrue();
        assertThat(muted(staging, "2026-11-20T20:59:59.999Z")).isTrue();
        assertThat(muted(staging, "2026-11-20T21:00:00Z")).isFalse();
        assertThat(plan.muting().reason(staging, around(true), NOW))
                .contains("silenced by dana until 2026-11-20T21:00:00Z: planned migration");
    }

    @Test
    void a_drill_reaches_only_channels_that_take_drills() {
        News drill = news(Severity.P0, Occasion.FAILED, new Scope("shop", "production", "d1"));
        assertThat(plan.muting().reason(drill, around(false), NOW)).isPresent();
        assertThat(plan.muting().reason(drill, around(true), NOW)).isEmpty();
    }

    @Test
    void news_are_told_up_to_their_age_and_not_a_tick_later() {
        News news = news(Severity.P0, Occasion.FAILED);
        Instant last = news.at().plus(Duration.ofHours(1));
        assertThat(plan.muting().reason(news, around(true), last)).isEmpty();
        assertThat(plan.muting().reason(news, around(true), last.plusMillis(1))).isPresent();
    }

    @Test
    void the_same_words_are_not_said_again_before_the_time_is_over() {
        Said first = Said.of(news(Severity.P1, Occasion.WITHHELD), NOW);
        Duration repeat = Duration.ofMinutes(5);
        assertThat(Said.already(first, later(first, repeat.minusMillis(1)), repeat)).isTrue();
        assertThat(Said.already(first, later(first, repeat), repeat)).isFalse();
        assertThat(Said.already(null, first, repeat)).isFalse();
    }

    private static Said later(Said said, Duration by) {
        return new Said(said.words(), said.at().plus(by), "later");
    }

    private boolean muted(News news, String at) {
        return plan.muting().reason(news, around(true), Instant.parse(at)).isPresent();
    }

    private List<String> told(News news) {
        return plan.route().deliveries(news).stream().map(Delivery::channel).toList();
    }

    private static News news(Severity severity, Occasion about) {
        return news(severity, about, Scope.of("shop", "production"));
    }

    private static News news(Severity severity, Occasion about, Scope scope) {
        @Nullable String incident = "shop-1";
        return new News(
                "e1",
                scope,
                about,
                incident,
                severity,
                NOW.minusSeconds(1_800),
                Map.of(Word.REASON, "why"),
                List.of());
    }

    private static Muting.Around around(boolean drills) {
        return new Muting.Around(drills, List.of(), List.of());
    }
}
