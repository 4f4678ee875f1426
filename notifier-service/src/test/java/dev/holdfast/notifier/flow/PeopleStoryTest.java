package dev.holdfast.notifier.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.NotificationEvent.NoticeSent;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.memory.MemoryHouse;
import dev.holdfast.backbone.memory.MemoryStore;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.notifier.Packs;
import dev.holdfast.notifier.ShopStory;
import dev.holdfast.notifier.domain.news.Card;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Notice;
import dev.holdfast.notifier.domain.notice.Notice.Standing;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;
import dev.holdfast.notifier.domain.notice.RetrySchedule;
import dev.holdfast.notifier.domain.route.Matcher;
import dev.holdfast.notifier.domain.route.Silence;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What people do with what they are told: read drafts, take over, ask for silence, send again.
class PeopleStoryTest {
    private static final Instant START = Instant.parse("2026-11-20T14:00:00Z");
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final PostOffice post = new PostOffice();
    private final MemoryHouse house = new MemoryHouse(START);
    private final MemoryStore store =
            house.add(_ -> new NotifierDesk(post, RetrySchedule.STANDARD, "http://console"));
    private final ShopStory story = ShopStory.at(START);

    @Test
    void what_customers_read_waits_until_a_person_releases_it() {
        apply(
                """
                channels: {page: {kind: status-page, path: shop}}
                route: {channels: [page], audience: customers}
                """);
        tell(story.opening());
        Notice draft = notice("incident-started");
        assertThat(draft.standing()).isEqualTo(Standing.DRAFT);
        house.passes(Duration.ofHours(1));
        assertThat(post.letters()).isEmpty();

        Notice released =
                does(work ->
                        orders().release(work, draft.id(), "We look", "We look into it", "dana")
                                .orElseThrow());
        house.passes(MOMENT);
        assertThat(post.letters()).singleElement().matches(l -> l.text().equals("We look into it"));
        assertThat(released.remark()).isEqualTo("released by dana");
        Optional<Notice> again = does(work -> orders().release(work, draft.id(), "x", "x", "dana"));
        assertThat(again).isEmpty();
    }

    @Test
    void a_draft_that_is_withdrawn_is_never_told() {
        apply(
                """
                channels: {page: {kind: status-page, path: shop}}
                route: {channels: [page], audience: press}
                """);
        tell(story.opening());
        String id = notice("incident-started").id();
        does(work -> orders().withdraw(work, id, "dana", "too early"));
        assertThat(notice("incident-started").remark()).isEqualTo("withdrawn by dana: too early");
        house.passes(Duration.ofDays(1));
        assertThat(post.letters()).isEmpty();
    }

    @Test
    void a_thread_is_told_in_order_although_its_beginning_fails_for_a_while() {
        apply(
                """
                channels: {chat: {kind: slack, channel: C0123456789, token: hook-signing}}
                route: {channels: [chat]}
                """);
        post.answers(
                "chat",
                new Later("HTTP 503", null),
                new Later("HTTP 503", null),
                new Delivered("ok", Map.of("thread", "1.2")),
                new Delivered("ok"));
        tell(story.opening());
        tell(story.deciding());
        tell(story.rollingBack());
        house.passes(Duration.ofMinutes(1));
        assertThat(post.letters())
                .extracting(Letter::about)
                .startsWith(
                        "incident-started",
                        "incident-started",
                        "incident-started",
                        "rollback-started");
        assertThat(post.letters().get(3).known()).containsEntry("thread", "1.2");
        assertThat(house.events(NoticeSent.class)).hasSize(post.letters().size() - 2);
    }

    @Test
    void nobody_takes_it_over_so_the_next_level_is_called_until_somebody_does() {
        apply(
                """
                channels:
                  log: {kind: log}
                  pager: {kind: log}
                  lead: {kind: log}
                  boss: {kind: log}
                route: {channels: [log]}
                escalation:
                  match: {severity: [P0, P1]}
                  levels:
                    - {after: 0s, channels: [pager]}
                    - {after: 5m, channels: [lead]}
                    - {after: 15m, channels: [boss]}
                """);
        tell(story.opening());
        Duration untilOpened = Duration.between(house.now(), card().openedAt());
        house.passes(untilOpened.plus(MOMENT));
        assertThat(post.to("pager")).extracting(Letter::about).containsExactly("escalated");
        house.passes(Duration.ofMinutes(5).minus(MOMENT.multipliedBy(3)));
        assertThat(post.to("lead")).isEmpty();
        house.passes(MOMENT.multipliedBy(3));
        assertThat(post.to("lead").getFirst().text())
                .contains("ESCALATED to level 2", "nobody has taken it over for 5 minutes");

        does(work -> orders().take(work, story.incident(), "ana"));
        house.passes(Duration.ofMinutes(30));
        assertThat(post.to("boss")).isEmpty();
        assertThat(post.to("log"))
                .anyMatch(l -> l.text().startsWith("ana has taken over: Error ratio"));
    }

    @Test
    void whoever_approves_has_taken_it_over() {
        apply(
                """
                channels: {log: {kind: log}, lead: {kind: log}}
                route: {channels: [log]}
                escalation: {levels: [{after: 5m, channels: [lead]}]}
                """);
        tell(story.opening());
        tell(story.deciding());
        tell(story.asking());
        tell(List.of(story.approved()));
        house.passes(Duration.ofMinutes(10));
        assertThat(post.to("lead")).isEmpty();
    }

    @Test
    void a_silence_has_an_end_and_what_it_hides_is_recorded() {
        does(work -> {
            Silence silence =
                    new Silence(
                            "s1",
                            Matcher.ANY,
                            START,
                            START.plus(Duration.ofMinutes(10)),
                            "dana",
                            "migration");
            orders().silence(work, "s1", silence);
            return silence;
        });
        tell(story.opening());
        assertThat(post.letters()).isEmpty();
        assertThat(notice("incident-started").remark())
                .startsWith("silenced by dana until 2026-11-20T14:10:00Z: migration");
        does(work -> orders().unsilence(work, "s1"));
        tell(story.rollingBack());
        assertThat(post.letters()).isNotEmpty();
    }

    @Test
    void the_small_is_not_told_beside_the_grave() {
        apply(
                """
                channels: {log: {kind: log}}
                route: {channels: [log]}
                inhibit:
                  - while: {severity: [P0, P1]}
                    mute: {severity: [P2, P3]}
                """);
        tell(story.opening());
        publish(opened("shop-small", Severity.P3));
        publish(opened("shop-grave", Severity.P0));
        assertThat(post.letters())
                .extracting(Letter::incident)
                .containsExactly(story.incident(), "shop-grave");
        assertThat(notices())
                .anyMatch(n ->
                        n.remark()
                                .equals("inhibited while %s is open".formatted(story.incident())));
    }

    @Test
    void at_night_only_what_cannot_wait_is_told_and_the_rest_in_the_morning() {
        apply(
                """
                channels:
                  log: {kind: log, quiet: {from: "14:00", to: "07:00", zone: UTC}}
                route: {channels: [log]}
                """);
        publish(opened("shop-small", Severity.P3));
        assertThat(post.letters()).isEmpty();
        publish(opened("shop-grave", Severity.P0));
        assertThat(post.letters()).extracting(Letter::incident).containsExactly("shop-grave");
        house.passes(Duration.ofHours(17).minusSeconds(1));
        assertThat(post.letters()).extracting(Letter::incident).doesNotContain("shop-small");
        house.passes(Duration.ofSeconds(1));
        assertThat(post.letters()).extracting(Letter::incident).contains("shop-small");
    }

    @Test
    void what_finally_failed_is_sent_again_as_the_same_notice() {
        post.answers("log", new Refused("HTTP 404"), new Delivered("ok"));
        tell(story.opening());
        Notice failed = notice("incident-started");
        assertThat(failed.standing()).isEqualTo(Standing.FAILED);
        does(work -> orders().redrive(work, failed.id(), "dana"));
        house.passes(MOMENT);
        assertThat(notice("incident-started").standing()).isEqualTo(Standing.SENT);
        assertThat(post.letters()).extracting(Letter::id).containsOnly(failed.id());
    }

    @Test
    void a_post_mortem_is_drafted_and_people_are_invited_to_it() {
        apply(
                """
                channels: {log: {kind: log}, record: {kind: folder, path: shop}}
                route: {channels: [log]}
                post-mortem:
                  match: {severity: [P0, P1]}
                  days: 2
                  at: "10:00"
                  channels: [record]
                  invite: [ana@shop.example]
                """);
        tell(story.opening());
        tell(story.deciding());
        tell(story.rollingBack());
        tell(story.rolledBack());
        tell(story.verified());
        Letter draft = post.to("record").getFirst();
        assertThat(draft.text())
                .contains(
                        "# Post-mortem (draft): Error ratio of the shop is 21 %",
                        "| Version left | backend 1.5.0 |",
                        "Step switch done",
                        "## Follow-ups",
                        "- [ ] Root cause analysis started");
        // The 20th is a Friday: two working days later is Tuesday.
        assertThat(draft.facts().get(Letter.INVITATION))
                .contains("DTSTART:20261124T100000Z", "mailto:ana@shop.example");
    }

    private Card card() {
        return store.everywhere(Shelves.CARDS, 1).getFirst().value();
    }

    private Orders orders() {
        return ((NotifierDesk) store.desk()).orders();
    }

    private <T> T does(Function<Work, T> order) {
        return store.in(ShopStory.SHOP, order);
    }

    private List<Notice> notices() {
        return store.everywhere(Shelves.NOTICES, 100).stream().map(s -> s.value()).toList();
    }

    private Notice notice(String about) {
        return notices().stream()
                .filter(n -> n.about().written().equals(about))
                .findFirst()
                .orElseThrow();
    }

    private IncidentOpened opened(String incident, Severity severity) {
        return new IncidentOpened(
                incident, incident + " is slow", severity, List.of("Slow"), house.now());
    }

    private void tell(List<Event> events) {
        events.forEach(this::publish);
    }

    private void publish(Event event) {
        house.publish(ShopStory.SHOP, event);
        house.passes(MOMENT);
    }

    private void apply(String notifications) {
        PackFiles pack = Packs.shop(notifications);
        house.offer(pack);
        house.publish(Scope.pack("shop"), new PackActivated("shop", pack.digest(), house.now()));
    }
}
