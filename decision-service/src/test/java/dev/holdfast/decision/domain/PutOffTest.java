package dev.holdfast.decision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.decision.domain.incident.Happening;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Machine;
import dev.holdfast.decision.domain.incident.Result;
import dev.holdfast.decision.domain.incident.Site;
import dev.holdfast.decision.domain.incident.Situation;
import dev.holdfast.decision.domain.incident.Standing.Kind;
import dev.holdfast.decision.domain.incident.State;
import dev.holdfast.decision.domain.release.Deployment;
import dev.holdfast.decision.domain.release.Ledger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// To watch, to wait for a repair and to wait for an hour are one thing with three names. Each is put
/// here as it stands in the database, with and without an order before it.
final class PutOffTest {
    private static final Instant T = Instant.parse("2026-11-20T08:00:00Z");
    private static final Instant DUE = T.plusSeconds(600);
    private static final Duration TICK = Duration.ofNanos(1);
    private static final Trigger SLOW =
            new Trigger("Slow", "Slow", Map.of(), Map.of(), "e", 2, 1.0, T);

    static List<State.PutOff> states() {
        return List.of(
                new State.Watching(T, DUE, false, DUE),
                new State.Fixing("olga", T, DUE, false, DUE),
                new State.Scheduled("at night", false, DUE, false, DUE));
    }

    private static Result begin() {
        Ledger held = Ledger.EMPTY.declareHeld(new Release("web", "1"), "olga", T).ledger();
        Deployment next =
                new Deployment(
                        Deployment.Phase.FINISHED,
                        new Release("web", "2"),
                        null,
                        null,
                        List.of(),
                        T);
        Site site =
                Site.fresh(Scope.of("shop", "production"))
                        .ledger(held.deployed(next, null, T).ledger());
        Site waiting = Machine.stated(null, site, SLOW, Kind.MEASURED, T, at(T)).site();
        return Machine.open("shop-1", waiting, at(T));
    }

    private static Situation at(Instant now) {
        return new Situation(now, History.POLICY, Situation.Fleet.ALONE, true, "");
    }

    private static Incident standing(State state, int ordered) {
        Incident i = Objects.requireNonNull(begin().incident());
        return new Incident(
                i.id(),
                i.scope(),
                i.pack(),
                i.title(),
                i.openedAt(),
                i.since(),
                i.severity(),
                i.triggers(),
                state,
                i.decision(),
                null,
                i.decisions(),
                i.attempts(),
                ordered,
                0,
                0,
                null,
                List.of(),
                null,
                i.memory(),
                null,
                null);
    }

    private static Incident cleared(Incident i, Instant now) {
        return Objects.requireNonNull(
                Machine.cleared(i, begin().site(), SLOW, now, true, at(now)).incident());
    }

    private static Incident due(Incident i, Instant now) {
        return Objects.requireNonNull(
                Machine.on(i, begin().site(), new Happening.DeadlineReached(), at(now)).incident());
    }

    private static Incident stated(Incident i, Instant now) {
        return Objects.requireNonNull(
                Machine.stated(i, begin().site(), SLOW, Kind.MEASURED, now, at(now)).incident());
    }

    @ParameterizedTest
    @MethodSource("states")
    void it_is_resolved_when_it_clears_and_nothing_was_ordered(State.PutOff state) {
        assertThat(cleared(standing(state, 0), T.plusSeconds(60)).state())
                .isInstanceOfSatisfying(
                        State.Resolved.class, r -> assertThat(r.how()).isEqualTo(state.cleared()));
    }

    @ParameterizedTest
    @MethodSource("states")
    void after_an_order_calm_alone_resolves_nothing_and_people_look(State.PutOff state) {
        Incident calm = cleared(standing(state, 1), T.plusSeconds(60));
        assertThat(calm.state()).isEqualTo(state);
        assertThat(due(calm, DUE).state())
                .isInstanceOfSatisfying(
                        State.Escalated.class,
                        e -> {
                            assertThat(e.needsPerson()).isTrue();
                            assertThat(e.reason()).contains("an order was given before");
                        });
    }

    @ParameterizedTest
    @MethodSource("states")
    void it_goes_on_at_its_time_if_it_is_still_true_and_not_a_tick_before(State.PutOff state) {
        Incident known = stated(standing(state, 0), DUE.minusSeconds(10));
        assertThat(due(known, DUE.minus(TICK)).state()).isEqualTo(state);
        assertThat(due(known, DUE).state()).isInstanceOf(State.Planning.class);
    }

    @ParameterizedTest
    @MethodSource("states")
    void what_is_unknown_has_the_time_of_one_more_statement(State.PutOff state) {
        Incident unknown = due(standing(state, 0), DUE);
        assertThat(unknown.state()).isEqualTo(state.due(DUE.plusSeconds(90)));
        assertThat(stated(unknown, DUE.plusSeconds(30)).state()).isInstanceOf(State.Planning.class);
        assertThat(due(unknown, DUE.plusSeconds(90)).state())
                .isInstanceOfSatisfying(
                        State.Escalated.class, e -> assertThat(e.needsPerson()).isFalse());
        assertThat(due(standing(unknown.state(), 1), DUE.plusSeconds(90)).state())
                .isInstanceOfSatisfying(
                        State.Escalated.class, e -> assertThat(e.needsPerson()).isTrue());
    }

    /// As when it cleared while we were not there.
    private static Incident clearedUnheard(Incident i, Instant now) {
        Situation behind = new Situation(now, History.POLICY, Situation.Fleet.ALONE, false, "");
        return Objects.requireNonNull(
                Machine.cleared(i, begin().site(), SLOW, now, true, behind).incident());
    }

    @ParameterizedTest
    @MethodSource("states")
    void what_cleared_unheard_and_was_never_ordered_is_resolved_at_its_time(State.PutOff state) {
        Incident calm = clearedUnheard(standing(state, 0), T.plusSeconds(60));
        assertThat(calm.state()).isEqualTo(state);
        assertThat(due(calm, DUE).state())
                .isInstanceOfSatisfying(
                        State.Resolved.class, r -> assertThat(r.how()).isEqualTo(state.cleared()));
    }

    @Test
    void what_was_withheld_and_cleared_unheard_is_not_said_to_be_unknown() {
        State held = new State.Withheld(State.Cause.LIMIT, "cool-down", "roll back", DUE);
        Incident calm = clearedUnheard(standing(held, 0), T.plusSeconds(60));
        assertThat(due(calm, DUE).state()).isInstanceOf(State.Resolved.class);
        assertThat(due(standing(held, 0), DUE).state()).isInstanceOf(State.Escalated.class);
    }
}
