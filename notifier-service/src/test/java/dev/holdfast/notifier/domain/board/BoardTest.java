package dev.holdfast.notifier.domain.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.NotificationEvent.NoticeSent;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;
import dev.holdfast.backbone.events.RollbackEvent.StepFinished;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.notifier.ShopStory;
import dev.holdfast.notifier.domain.board.Views.Detail;
import dev.holdfast.notifier.domain.board.Views.Now;
import dev.holdfast.notifier.domain.board.Views.Row;
import dev.holdfast.notifier.domain.board.Views.SystemRow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;

class BoardTest {
    private static final Instant START = Instant.parse("2026-11-20T14:00:00Z");

    private final ShopStory story = ShopStory.at(START);
    private final Board board = new Board();
    private int ids;

    @Test
    void an_incident_shows_what_it_waits_for_and_until_when() {
        tell(story.opening());
        tell(story.deciding());
        tell(story.asking());

        Row row = board.now(START, true).open().getFirst();
        assertThat(row.waitingFor()).isEqualTo("1 approval of lead or on-call");
        assertThat(row.until()).isEqualTo(START.plusSeconds(611));
        assertThat(row.approval()).isNotNull();
        assertThat(row.to()).isEqualTo("1.4.1");
        assertThat(row.stages())
                .extracting(s -> s.stage() + " " + s.state())
                .containsExactly(
                        "DETECT done",
                        "DECIDE done",
                        "PLAN done",
                        "APPROVE now",
                        "ROLL_BACK todo",
                        "VERIFY todo",
                        "CLOSE todo");
    }

    @Test
    void the_kill_switch_of_one_system_hides_no_other_and_is_shown_to_who_may_see_it() {
        Scope house = Scope.of("holdfast", "all");
        Scope shop = Scope.of("shop", "production");
        take(house, new HaltChanged(true, "*", "ada", "migration", START));
        take(shop, new HaltChanged(true, "shop/production", "bo", "secret sale", START));
        assertThat(halt(_ -> true).reach()).isEqualTo("*");
        take(shop, new HaltChanged(false, "shop/production", "bo", "over", START));
        assertThat(halt(_ -> false).by()).isEqualTo("ada");
        take(house, new HaltChanged(false, "*", "ada", "done", START));
        take(shop, new HaltChanged(true, "shop/production", "bo", "secret sale", START));
        assertThat(halt(shop::equals).by()).isEqualTo("bo");
        assertThat(board.now(START, true, _ -> false).halt()).isNull();
    }

    private Views.Halt halt(Predicate<Scope> seen) {
        return Objects.requireNonNull(board.now(START, true, seen).halt());
    }

    private void take(Scope scope, Event event) {
        board.take(new Envelope<>("h" + ids++, scope, START, 1, null, null, null, null, event));
    }

    @Test
    void what_happens_after_very_many_steps_is_shown_all_the_same() {
        tell(story.opening());
        for (int i = 0; i < 2_500; i++) {
            take(
                    new StepFinished(
                            story.incident(),
                            "rb-1",
                            "step-" + i,
                            1,
                            "done",
                            false,
                            false,
                            Duration.ofMillis(3),
                            START.plusMillis(i)));
        }
        take(
                new RollbackFailed(
                        story.incident(), "rb-1", "step-2500", "disk full", START.plusSeconds(9)));
        Detail d = board.incident(story.incident()).orElseThrow();
        assertThat(d.nodes())
                .hasSize(2_000)
                .anyMatch(n ->
                        n.lines().toString().contains("disk full")
                                || n.text().contains("disk full"));
        assertThat(d.nodes()).noneMatch(n -> n.key().endsWith("step-0"));

        // Somebody is told of each step, and that pushes out older news alone.
        for (int i = 0; i < 2_500; i++) {
            take(
                    new NoticeSent(
                            story.incident(),
                            "n" + i,
                            "log",
                            "step-progress",
                            "a step is done",
                            1,
                            START.plusSeconds(10)));
        }
        Detail later = board.incident(story.incident()).orElseThrow();
        assertThat(later.nodes()).containsAll(d.nodes());
        assertThat(later.nodes())
                .filteredOn(n -> n.stage() == Stage.TELL)
                .hasSize(500)
                .last()
                .satisfies(n -> assertThat(n.key()).isEqualTo("notice:n2499"));
    }

    @Test
    void an_answer_takes_the_question_away() {
        tell(story.opening());
        tell(story.asking());
        tell(List.of(story.approved()));
        assertThat(board.now(START, true).open().getFirst().approval()).isNull();
    }

    @Test
    void the_whole_story_ends_with_its_times_and_its_tree() {
        all().forEach(this::take);

        Detail d = board.incident(story.incident()).orElseThrow();
        assertThat(d.incident().durations())
                .isEqualTo(new Views.Durations(10_000L, 2_000L, 3_000L, 12_000L, 58_000L));
        assertThat(d.incident().overAt()).isEqualTo(START.plusSeconds(58));
        assertThat(d.nodes())
                .filteredOn(n -> "run:rb-1".equals(n.under()))
                .hasSize(3)
                .allMatch(Node::done);
        assertThat(d.nodes()).filteredOn(n -> "verification:v-1".equals(n.under())).hasSize(2);
        TriggerWindow window = Objects.requireNonNull(d.trigger());
        assertThat(window.points()).hasSizeGreaterThan(30);
        assertThat(window.clearedAt()).isNotNull();
        assertThat(board.now(START, true).open()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void topics_may_come_in_any_order_between_each_other(int seed) {
        List<Event> events = all();
        // The order within a topic stays; which topic comes first does not.
        List<String> topics =
                new ArrayList<>(
                        List.of(
                                "TriggerEvent",
                                "IncidentEvent",
                                "RollbackEvent",
                                "VerificationEvent"));
        Collections.shuffle(topics, new Random(seed));
        for (String topic : topics) {
            events.stream()
                    .filter(e -> e.getClass().getName().contains(topic + "$"))
                    .forEach(this::take);
        }
        Detail d = board.incident(story.incident()).orElseThrow();
        assertThat(d.nodes()).filteredOn(n -> "run:rb-1".equals(n.under())).hasSize(3);
        assertThat(d.incident().to()).isEqualTo("1.4.1");
        assertThat(d.incident().durations())
                .isEqualTo(new Views.Durations(10_000L, 2_000L, 3_000L, 12_000L, 58_000L));
        assertThat(Objects.requireNonNull(d.trigger()).clearedAt()).isNotNull();
    }

    @Test
    void a_trigger_that_had_ended_before_is_none_of_a_new_incident() {
        tell(List.of(story.raised(), story.cleared()));
        ShopStory next = new ShopStory("shop-next", START.plusSeconds(7_200), "Again");
        tell(next.opening().stream().filter(e -> !(e instanceof TriggerEvent)).toList());
        assertThat(board.incident("shop-next").orElseThrow().trigger()).isNull();
    }

    @Test
    void a_system_shows_its_releases_and_how_it_is() {
        tell(story.before());
        SystemRow before = board.now(START, true).systems().getFirst();
        assertThat(before.health()).isEqualTo("unsure");
        assertThat(before.why()).isEqualTo("not passing: orders are written");
        assertThat(before.releases())
                .extracting(r -> r.version() + " " + r.state() + " " + r.current())
                .containsExactly("1.5.0 deployed true", "1.4.1 held false");

        tell(story.opening());
        assertThat(board.now(START, true).systems().getFirst().health()).isEqualTo("hurt");
        tell(story.rolledBack());
        assertThat(board.now(START, true).systems().getFirst().releases())
                .extracting(r -> r.version() + " " + r.state() + " " + r.current())
                .containsExactly("1.5.0 failed false", "1.4.1 held true");
    }

    @Test
    void history_finds_by_title_system_and_id() {
        tell(story.opening());
        assertThat(board.history("error RATIO", 10)).hasSize(1);
        assertThat(board.history("shop/prod", 10)).hasSize(1);
        assertThat(board.history("3fa9", 10)).hasSize(1);
        assertThat(board.history("checkout", 10)).isEmpty();
    }

    @Test
    void old_incidents_that_are_over_make_room() {
        for (int i = 0; i < 320; i++) {
            ShopStory one = new ShopStory("shop-" + i, START, "no " + i);
            one.opening().forEach(this::take);
            if (i != 0) {
                one.verified().forEach(this::take);
            }
        }
        assertThat(board.history("", 1_000)).hasSize(300);
        assertThat(board.now(START, true).open())
                .extracting(Row::incident)
                .containsExactly("shop-0");
    }

    @Test
    void rehearsals_push_out_nothing_that_is_real() {
        tell(story.before());
        tell(all());
        for (int i = 0; i < 2_100; i++) {
            Scope drill = new Scope("canary", "production", "c" + i);
            ShopStory one = new ShopStory("canary-" + i, START, "no " + i);
            one.before().forEach(e -> take(drill, e));
            one.opening().forEach(e -> take(drill, e));
            one.verified().forEach(e -> take(drill, e));
        }
        Scope late = Scope.of("late", "production");
        story.before().forEach(e -> take(late, e));

        assertThat(board.incident(story.incident())).isPresent();
        Now now = board.now(START, true);
        assertThat(now.recent()).extracting(Row::incident).containsExactly(story.incident());
        assertThat(now.systems())
                .extracting(SystemRow::scope)
                .contains("shop/production", "late/production", "canary/production~c2099")
                .hasSizeLessThan(60);
        assertThat(board.history("canary", 1_000)).hasSize(40);
    }

    private List<Event> all() {
        List<Event> all = new ArrayList<>();
        all.addAll(story.opening());
        all.addAll(story.deciding());
        all.addAll(story.rollingBack());
        all.addAll(story.rolledBack());
        all.add(story.asksForProof());
        all.addAll(story.verified());
        return all;
    }

    private void tell(List<Event> events) {
        events.forEach(this::take);
    }

    private void take(Event event) {
        take(ShopStory.SHOP, event);
    }
}
