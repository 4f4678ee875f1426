package dev.holdfast.notifier.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.IncidentWithheld;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.NotificationEvent.NoticeFailed;
import dev.holdfast.backbone.events.NotificationEvent.NoticeSent;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.RollbackEvent.ReadinessChecked;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
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
import dev.holdfast.notifier.domain.notice.Outcome.Untried;
import dev.holdfast.notifier.domain.notice.RetrySchedule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class NotifierDeskTest {
    private static final Instant START = Instant.parse("2026-11-20T14:00:00Z");

    private static final String PLAN =
            """
            next-update: 10m
            channels:
              chat: {kind: log}
              pager: {kind: log, give-up: 2m, fallback: chat}
            route:
              channels: [chat]
              routes:
                - match: {event: step-progress}
                  group: 30s
                - match: {event: withheld}
                  channels: [pager]
            """;

    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration SOON = Duration.ofMillis(100);

    private final PostOffice post = new PostOffice();
    private final MemoryHouse house = new MemoryHouse(START);
    private final MemoryStore store =
            house.add(_ -> new NotifierDesk(post, RetrySchedule.STANDARD, "http://console"));
    private final ShopStory story = ShopStory.at(START);

    @Test
    void an_incident_is_told_from_its_start_to_its_end_without_any_pack() {
        tell(
                Stream.of(
                        story.opening(),
                        story.deciding(),
                        story.rollingBack(),
                        story.rolledBack(),
                        story.verified()));

        assertThat(post.letters())
                .extracting(Letter::about)
                .containsExactly(
                        "incident-started",
                        "rollback-started",
                        "step-progress",
                        "step-progress",
                        "step-progress",
                        "rollback-completed",
                        "resolved");
        assertThat(post.letters().getFirst().text())
                .contains(
                        "🚨 INCIDENT ALERT",
                        "Impact: One in five requests to the shop fails",
                        "http://console/#/incident/" + story.incident());
        assertThat(post.letters().getLast().text())
                .contains("✅ INCIDENT RESOLVED", "Resolution: rolled back to backend 1.4.1");
        assertThat(house.events(NoticeSent.class)).hasSize(7).allMatch(n -> n.attempts() == 1);
    }

    @Test
    void an_approval_is_asked_for_with_what_is_lost_and_until_when() {
        tell(Stream.of(story.opening(), story.deciding(), story.asking()));
        assertThat(post.letters().getLast().text())
                .contains(
                        "APPROVAL WANTED: Roll the shop's backend back",
                        "Waiting for 1 of lead or on-call",
                        "Data would be lost: orders of the last 3 minutes",
                        "Answer until: 14:10:11 UTC",
                        ShopStory.HASH);
    }

    @Test
    void an_event_whose_incident_is_not_known_yet_waits_for_it() {
        publish(story.rollingBack().get(2));
        assertThat(post.letters()).isEmpty();
        tell(Stream.of(story.opening()));
        assertThat(post.letters())
                .extracting(Letter::about)
                .containsExactly("incident-started", "rollback-started");
    }

    @Test
    void the_promised_update_comes_when_nothing_else_was_told() {
        apply(PLAN);
        tell(Stream.of(story.opening()));
        house.passes(Duration.ofMinutes(10).minus(SOON));
        assertThat(post.letters()).hasSize(1);
        house.passes(SOON);
        assertThat(post.letters())
                .extracting(Letter::about)
                .containsExactly("incident-started", "update");
        house.passes(Duration.ofMinutes(10));
        assertThat(post.letters()).hasSize(3);
    }

    @Test
    void after_the_end_nothing_more_is_promised() {
        tell(Stream.of(story.opening(), story.verified()));
        int told = post.letters().size();
        house.passes(Duration.ofDays(40));
        assertThat(post.letters()).hasSize(told);
        assertThat(store.everywhere(Shelves.NOTICES, 10)).isEmpty();
        assertThat(store.everywhere(Shelves.CARDS, 10)).isEmpty();
    }

    @Test
    void progress_is_collected_and_told_as_one() {
        apply(PLAN);
        tell(Stream.of(story.opening(), story.rollingBack(), story.rolledBack().subList(0, 3)));
        assertThat(about("step-progress")).isEmpty();
        house.passes(Duration.ofSeconds(30));
        assertThat(about("step-progress")).hasSize(1);
        assertThat(about("step-progress").getFirst().text())
                .contains("step switch done", "step restart done", "step health done");
    }

    @Test
    void the_same_words_are_told_once() {
        tell(Stream.of(story.opening()));
        publish(withheld());
        house.passes(Duration.ofMinutes(1));
        publish(withheld());
        assertThat(about("withheld")).hasSize(1);
        assertThat(store.everywhere(Shelves.NOTICES, 10))
                .extracting(n -> n.value().standing())
                .contains(Notice.Standing.MUTED);
    }

    @Test
    void a_failed_attempt_is_made_again_with_the_same_id() {
        post.answers(
                "log",
                new Later("HTTP 500", null),
                new Later("HTTP 500", null),
                new Delivered("ok"));
        tell(Stream.of(story.opening()));
        house.passes(Duration.ofMinutes(1));
        assertThat(post.letters())
                .hasSize(3)
                .extracting(Letter::id)
                .containsOnly(post.letters().getFirst().id());
        assertThat(house.events(NoticeSent.class)).singleElement().matches(n -> n.attempts() == 3);
    }

    @Test
    void what_the_channel_asks_for_is_waited_for() {
        post.answers("log", new Later("HTTP 429", Duration.ofSeconds(90)), new Delivered("ok"));
        tell(Stream.of(story.opening()));
        house.passes(Duration.ofSeconds(90).minus(SOON));
        assertThat(post.letters()).hasSize(1);
        house.passes(SOON);
        assertThat(post.letters()).hasSize(2);
    }

    @Test
    void a_channel_that_is_given_up_has_another_told_instead() {
        apply(PLAN);
        post.answers("pager", new Later("HTTP 503", null));
        tell(Stream.of(story.opening()));
        publish(withheld());
        house.passes(Duration.ofMinutes(3));

        NoticeFailed failed = house.events(NoticeFailed.class).getFirst();
        assertThat(failed.fallback()).isEqualTo("chat");
        assertThat(failed.reason()).contains("given up after", "HTTP 503");
        assertThat(post.to("chat")).extracting(Letter::about).contains("withheld");
        assertThat(post.to("pager"))
                .allMatch(l -> !l.at().isAfter(START.plus(Duration.ofMinutes(2))));
    }

    @Test
    void a_channel_that_refuses_for_good_is_not_asked_again() {
        apply(PLAN);
        post.answers("pager", new Refused("HTTP 410"));
        tell(Stream.of(story.opening()));
        publish(withheld());
        house.passes(Duration.ofHours(1));
        assertThat(post.to("pager")).hasSize(1);
        assertThat(house.events(NoticeFailed.class)).hasSize(1);
    }

    @Test
    void a_busy_channel_costs_no_attempt() {
        post.answers("log", new Untried("busy", Duration.ofMillis(500)), new Delivered("ok"));
        tell(Stream.of(story.opening()));
        house.passes(Duration.ofSeconds(1));
        assertThat(house.events(NoticeSent.class)).singleElement().matches(n -> n.attempts() == 1);
    }

    @Test
    void the_kill_switch_is_told_although_no_incident_is_open() {
        publish(new HaltChanged(true, "*", "ada", "migration runs", house.now()));
        assertThat(post.letters())
                .singleElement()
                .matches(l -> l.text().contains("ada stopped Holdfast for everything"));
    }

    @Test
    void a_runbook_that_could_not_work_is_told_once_until_something_else_stands_in_its_way() {
        List<String> gone = List.of("pg_dump is not installed");
        publish(new ReadinessChecked("lossy", null, true, List.of(), house.now()));
        publish(new ReadinessChecked("lossy", null, false, gone, house.now()));
        publish(new ReadinessChecked("lossy", null, false, gone, house.now()));
        assertThat(post.letters())
                .singleElement()
                .matches(l -> l.text().contains("Runbook lossy of shop/production could not work"))
                .matches(l -> l.text().contains("pg_dump is not installed"));
        publish(new ReadinessChecked("lossy", null, true, List.of(), house.now()));
        publish(new ReadinessChecked("lossy", null, false, gone, house.now()));
        assertThat(post.letters()).hasSize(2);
    }

    @Test
    void what_stands_in_the_way_of_one_component_is_not_told_again_because_another_is_ready() {
        List<String> gone = List.of("image 1.4.1 is gone");
        for (int round = 0; round < 3; round++) {
            publish(ready("backend", gone));
            publish(ready("frontend", List.of()));
        }
        assertThat(post.letters()).hasSize(1);
    }

    private ReadinessChecked ready(String component, List<String> reasons) {
        Release to = new Release(component, "1.4.1");
        return new ReadinessChecked("back", to, reasons.isEmpty(), reasons, house.now());
    }

    @Test
    void people_are_reminded_of_a_drill_that_is_due() {
        publish(
                new SignalAccepted(
                        "1",
                        "drill.due",
                        Map.of("drill", "bad-release", "state", "overdue", "day", "2026-01-15"),
                        house.now()));
        assertThat(post.letters())
                .singleElement()
                .matches(
                        l -> l.text().contains("Drill bad-release of shop is overdue: 2026-01-15"));
    }

    @Test
    void old_events_that_are_read_again_are_not_told() {
        house.passes(Duration.ofHours(2));
        tell(Stream.of(story.opening(), story.verified()));
        assertThat(post.letters()).isEmpty();
    }

    @Test
    void a_channel_is_tried_on_demand() {
        apply(PLAN);
        NotifierDesk desk = (NotifierDesk) store.desk();
        Optional<Notice> known = store.in(ShopStory.SHOP, work -> desk.test(work, "pager", "ada"));
        Optional<Notice> unknown = store.in(ShopStory.SHOP, work -> desk.test(work, "pagr", "ada"));
        assertThat(known).isPresent();
        assertThat(unknown).isEmpty();
        house.passes(MOMENT);
        assertThat(post.to("pager"))
                .singleElement()
                .matches(l -> l.text().contains("A test of channel pager by ada"));
    }

    /// Every durable write of the whole story, and both sides of it.
    static List<Arguments> deaths() {
        NotifierDeskTest whole = new NotifierDeskTest();
        whole.wholeStory();
        return IntStream.rangeClosed(1, whole.store.writes())
                .boxed()
                .flatMap(w -> Stream.of(Arguments.of(w, false), Arguments.of(w, true)))
                .toList();
    }

    @ParameterizedTest(name = "notifier dies at durable write {0}, kept {1}")
    @MethodSource("deaths")
    void nothing_is_lost_when_the_notifier_dies_and_what_is_doubled_has_the_same_id(
            int write, boolean after) {
        store.crashAtWrite(write, after);
        wholeStory();

        assertThat(house.events(NoticeSent.class))
                .extracting(NoticeSent::about)
                .containsExactlyInAnyOrder(
                        "incident-started",
                        "rollback-started",
                        "step-progress",
                        "step-progress",
                        "step-progress",
                        "rollback-completed",
                        "resolved");
        assertThat(house.events(NoticeSent.class))
                .extracting(NoticeSent::notice)
                .doesNotHaveDuplicates();
        assertThat(post.letters().stream().map(Letter::id).distinct()).hasSize(7);
        assertThat(post.letters()).hasSizeBetween(7, 8);
        post.letters().stream().collect(Collectors.groupingBy(Letter::id)).values().stream()
                .filter(same -> same.size() > 1)
                .forEach(same -> assertThat(same.getLast().attempt()).isGreaterThan(1));
    }

    private void wholeStory() {
        tell(
                Stream.of(
                        story.opening(),
                        story.deciding(),
                        story.rollingBack(),
                        story.rolledBack(),
                        story.verified()));
        house.passes(Duration.ofSeconds(30));
    }

    private IncidentWithheld withheld() {
        return new IncidentWithheld(
                story.incident(), "mode observe", "roll back to 1.4.1", house.now());
    }

    private List<Letter> about(String about) {
        return post.letters().stream().filter(l -> l.about().equals(about)).toList();
    }

    private void tell(Stream<List<Event>> parts) {
        parts.flatMap(List::stream).forEach(this::publish);
    }

    /// A transaction's time is a little later than the one before, so what is due at once is due then.
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
