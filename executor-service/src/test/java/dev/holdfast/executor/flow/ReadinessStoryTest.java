package dev.holdfast.executor.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.ReadinessChecked;
import dev.holdfast.backbone.events.RollbackEvent.ReleaseRecorded;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Whether going back would work is known before it is needed.
class ReadinessStoryTest {
    private static final Release GOOD = new Release("backend", "1.4.1");
    private static final Release NEXT = new Release("backend", "1.5.0");

    private final House house =
            House.with(
                    "      - {name: first, action: fake.do, with: {what: \"${from} to ${to}\"}}\n");

    private void deployed(Release release) {
        house.asks(
                new ReleaseDeployed(
                        release,
                        "dora",
                        null,
                        List.of("code"),
                        null,
                        house.memory.now(),
                        house.memory.now()));
    }

    private void held(Release release) {
        house.asks(new ReleaseHeld(release, null, Duration.ofMinutes(30), house.memory.now()));
    }

    @Test
    void what_a_release_that_held_consists_of_is_recorded_while_it_runs() {
        deployed(GOOD);
        held(GOOD);

        ReleaseRecorded recorded = house.last(ReleaseRecorded.class);
        assertThat(recorded.release()).isEqualTo(GOOD);
        assertThat(recorded.parts()).containsEntry("first: fake", "as it was");

        house.target.state("another");
        deployed(NEXT);
        assertThat(house.all(ReleaseRecorded.class)).hasSize(1);
    }

    @Test
    void after_a_deployment_it_is_told_whether_one_could_go_back_and_nothing_is_changed() {
        deployed(GOOD);
        held(GOOD);
        house.target.obstacles("the release folder is gone");
        deployed(NEXT);

        ReadinessChecked answer = house.last(ReadinessChecked.class);
        assertThat(answer.ready()).isFalse();
        assertThat(answer.to()).isEqualTo(GOOD);
        assertThat(answer.reasons()).containsExactly("step 'first': the release folder is gone");
        assertThat(house.target.effects()).isEmpty();
    }

    @Test
    void it_is_looked_at_again_each_day_and_on_demand() {
        deployed(GOOD);
        held(GOOD);
        int told = house.all(ReadinessChecked.class).size();
        house.passes(Duration.ofHours(24).plusMinutes(1));
        assertThat(house.all(ReadinessChecked.class)).hasSize(told + 1);

        ReadinessBook book = new ReadinessBook(house.store);
        book.ask(House.SCOPE);
        house.passes(Duration.ofSeconds(1));
        assertThat(house.all(ReadinessChecked.class)).hasSize(told + 2);
        assertThat(book.page(House.SCOPE).runbooks()).hasSize(1);
        assertThat(book.page(House.SCOPE).releases()).hasSize(1);
    }

    private static final Release FRONTEND = new Release("frontend", GOOD.version());

    private final House keeping =
            House.with("      - {name: first, action: fake.do, with: {release: \"${to}\"}}\n");

    private void holds(Release release) {
        keeping.asks(new ReleaseHeld(release, null, Duration.ofMinutes(30), keeping.memory.now()));
    }

    @Test
    void releases_of_the_same_name_of_two_components_are_kept_apart() {
        keeping.target.state("January");
        holds(FRONTEND);
        keeping.target.state("June");
        holds(GOOD);

        assertThat(keeping.target.kept())
                .containsExactly(
                        "frontend %s: January".formatted(GOOD.version()),
                        "backend %s: June".formatted(GOOD.version()));
    }

    @Test
    void what_could_not_be_kept_is_tried_again_within_the_hour_and_then_no_more() {
        keeping.target.keeps(false);
        holds(GOOD);
        assertThat(keeping.last(ReleaseRecorded.class).missing()).isNotEmpty();

        keeping.target.keeps(true);
        keeping.passes(Duration.ofMinutes(61));
        assertThat(keeping.target.kept()).hasSize(1);
        assertThat(keeping.last(ReleaseRecorded.class).missing()).isEmpty();
        int told = keeping.all(ReleaseRecorded.class).size();
        keeping.passes(Duration.ofHours(25));
        assertThat(keeping.all(ReleaseRecorded.class)).hasSize(told);
    }

    @Test
    void what_another_release_replaced_while_it_was_kept_is_not_kept() {
        keeping.target.duringKeep(() ->
                keeping.asks(
                        new ReleaseDeployed(
                                NEXT,
                                "dora",
                                null,
                                List.of("code"),
                                null,
                                keeping.memory.now(),
                                keeping.memory.now())));
        holds(GOOD);

        assertThat(keeping.target.kept()).isEmpty();
        assertThat(keeping.all(ReleaseRecorded.class).getFirst().missing().toString())
                .contains("another was deployed meanwhile");
    }

    private void deploys(Release release) {
        keeping.asks(
                new ReleaseDeployed(
                        release,
                        "dora",
                        null,
                        List.of("code"),
                        null,
                        keeping.memory.now(),
                        keeping.memory.now()));
    }

    @Test
    void what_was_kept_while_it_certainly_ran_stays_when_another_comes_while_it_is_kept_again() {
        keeping.target.state("January");
        holds(GOOD);
        keeping.offersAgain();
        keeping.target.state("February");
        keeping.target.duringKeep(() -> deploys(NEXT));
        holds(GOOD);

        assertThat(keeping.target.kept())
                .containsExactly("backend %s: January".formatted(GOOD.version()));
    }

    @Test
    void from_the_begin_of_a_deployment_on_the_one_before_is_not_kept() {
        keeping.asks(
                new SignalAccepted(
                        "s1",
                        "deployment.started",
                        Map.of("component", "backend", "release", NEXT.version()),
                        keeping.memory.now()));
        holds(GOOD);
        assertThat(keeping.target.kept()).isEmpty();

        deploys(GOOD);
        holds(GOOD);
        assertThat(keeping.target.kept()).hasSize(1);
    }

    @Test
    void while_all_is_halted_nothing_is_kept() {
        keeping.killSwitch.set(true, "*", "robin", "let me look");
        holds(GOOD);
        assertThat(keeping.target.kept()).isEmpty();
    }
}
