package dev.holdfast.decision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.Verdict;
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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One tick before and one on every limit, with the pure machine.
final class TickTest {
    private static final Scope SCOPE = Scope.of("shop", "production");
    private static final Instant T = Instant.parse("2026-11-20T08:00:00Z");
    private static final Duration TICK = Duration.ofNanos(1);

    private Site site = Site.fresh(SCOPE).ledger(releases());
    private Incident incident;
    private Result last;

    TickTest() {
        last = Result.same(null, site);
        incident = begin("HighErrorRate", 0.2);
    }

    private static Ledger releases() {
        Ledger held = Ledger.EMPTY.declareHeld(new Release("web", "1"), "olga", T).ledger();
        return held.deployed(
                        new Deployment(
                                Deployment.Phase.FINISHED,
                                new Release("web", "2"),
                                null,
                                null,
                                List.of(),
                                T),
                        null,
                        T)
                .ledger();
    }

    private static Trigger trigger(String rule, double value) {
        return new Trigger(rule, rule, Map.of(), Map.of(), "e", value, 0.05, T);
    }

    private static Situation at(Instant now) {
        return new Situation(now, History.POLICY, Situation.Fleet.ALONE, true, "");
    }

    private Incident begin(String rule, double value) {
        Site waiting =
                Machine.stated(null, site, trigger(rule, value), Kind.MEASURED, T, at(T)).site();
        return keep(Machine.open("shop-1", waiting, at(T)));
    }

    private Incident keep(Result result) {
        last = result;
        site = result.site();
        incident = Objects.requireNonNull(result.incident());
        return incident;
    }

    private void happens(Happening h, Instant now) {
        var _ = keep(Machine.on(incident, site, h, at(now)));
    }

    private void restated(Instant now) {
        incident.triggers()
                .all()
                .forEach(s ->
                        keep(
                                Machine.stated(
                                        incident, site, s.trigger(), Kind.MEASURED, now, at(now))));
    }

    private void planned(Instant now) {
        RollbackProposed p =
                last.events().stream()
                        .filter(RollbackProposed.class::isInstance)
                        .map(RollbackProposed.class::cast)
                        .findFirst()
                        .orElseThrow();
        happens(
                new Happening.PlanMade(
                        new PlanReady(
                                p.incident(),
                                p.rollback(),
                                "h",
                                p.runbook(),
                                p.from(),
                                p.to(),
                                List.of(),
                                null,
                                Duration.ZERO,
                                Duration.ofSeconds(5),
                                List.of(),
                                now)),
                now);
    }

    private Instant deadline() {
        return Objects.requireNonNull(incident.state().deadline());
    }

    @Test
    void a_deadline_does_nothing_one_tick_before_and_something_on_it() {
        Instant deadline = deadline();
        assertThat(deadline).isEqualTo(T.plusSeconds(20));
        happens(new Happening.DeadlineReached(), deadline.minus(TICK));
        assertThat(incident.state()).isInstanceOf(State.Planning.class);
        happens(new Happening.DeadlineReached(), deadline);
        assertThat(incident.state()).isInstanceOf(State.Escalated.class);
    }

    @Test
    void a_trigger_is_known_one_tick_before_90_s_and_unknown_on_it() {
        planned(T.plusSeconds(90).minus(TICK));
        assertThat(last.events()).anyMatch(RollbackOrdered.class::isInstance);

        site = Site.fresh(SCOPE).ledger(releases());
        incident = begin("HighErrorRate", 0.2);
        planned(T.plusSeconds(90));
        assertThat(incident.state())
                .isInstanceOfSatisfying(
                        State.Withheld.class,
                        w -> assertThat(w.cause()).isEqualTo(State.Cause.UNKNOWN));
        restated(T.plusSeconds(91));
        assertThat(incident.state()).isInstanceOf(State.Planning.class);
    }

    @Test
    void an_order_that_nobody_answers_is_escalated_on_the_tick() {
        planned(T.plusSeconds(1));
        Instant end = T.plusSeconds(1 + 120 + 25);
        assertThat(deadline()).isEqualTo(end);
        happens(new Happening.DeadlineReached(), end.minus(TICK));
        assertThat(incident.state()).isInstanceOf(State.RollingBack.class);
        happens(new Happening.DeadlineReached(), end);
        assertThat(incident.state()).isInstanceOf(State.Escalated.class);
        assertThat(incident.running()).isNull();
    }

    @Test
    void a_rollback_that_began_has_its_own_time_and_stays_known_as_running_after_it() {
        planned(T.plusSeconds(1));
        happens(
                new Happening.RollbackBegan(
                        incident.state() instanceof State.RollingBack r ? r.rollback() : ""),
                T.plusSeconds(2));
        assertThat(deadline()).isEqualTo(T.plusSeconds(2).plus(Duration.ofMinutes(30)));
        happens(new Happening.DeadlineReached(), deadline());
        assertThat(incident.state()).isInstanceOf(State.Escalated.class);
        assertThat(incident.running()).isNotNull();
        happens(
                new Happening.RollbackDone(Objects.requireNonNull(incident.running()), T),
                T.plus(Duration.ofHours(1)));
        assertThat(incident.state()).isInstanceOf(State.Verifying.class);
    }

    @Test
    void quiet_lasts_to_the_tick_and_what_is_not_clear_then_has_its_own_deadline() {
        planned(T.plusSeconds(1));
        happens(
                new Happening.RollbackDone(Objects.requireNonNull(incident.running()), T),
                T.plusSeconds(5));
        State.Verifying v = (State.Verifying) incident.state();
        assertThat(v.deadline()).isEqualTo(T.plusSeconds(5 + 180 + 10));
        happens(new Happening.Judged(v.verification(), Verdict.PASSED, "ok"), T.plusSeconds(10));
        Instant quiet = T.plusSeconds(10).plus(Duration.ofMinutes(15));
        assertThat(deadline()).isEqualTo(quiet);
        happens(new Happening.DeadlineReached(), quiet);
        assertThat(incident.state()).isInstanceOf(State.Holding.class);
        Instant end = quiet.plus(Duration.ofMinutes(10));
        assertThat(deadline()).isEqualTo(end);
        happens(new Happening.DeadlineReached(), end.minus(TICK));
        assertThat(incident.state()).isInstanceOf(State.Holding.class);
        happens(new Happening.DeadlineReached(), end);
        assertThat(incident.state())
                .as("silence is not health")
                .isInstanceOf(State.Escalated.class);
    }

    @Test
    void a_cool_down_ends_on_its_tick() {
        Site before =
                site.ordered(
                        new Site.Order(
                                "other",
                                "r",
                                null,
                                new Release("web", "1"),
                                T.minus(Duration.ofMinutes(14)),
                                false));
        site = before;
        incident = begin("HighErrorRate", 0.2);
        planned(T.plusSeconds(60).minus(TICK));
        assertThat(incident.state()).isInstanceOf(State.Withheld.class);

        site = before;
        incident = begin("HighErrorRate", 0.2);
        planned(T.plusSeconds(60));
        assertThat(incident.state()).isInstanceOf(State.RollingBack.class);
    }

    @Test
    void what_is_cleared_stays_cleared_for_older_news() {
        var _ =
                keep(
                        Machine.cleared(
                                incident,
                                site,
                                trigger("HighErrorRate", 0.2),
                                T.plusSeconds(10),
                                true,
                                at(T.plusSeconds(10))));
        assertThat(incident.state()).isInstanceOf(State.Resolved.class);

        site = Site.fresh(SCOPE).ledger(releases());
        incident = begin("HighErrorRate", 0.2);
        restated(T.plusSeconds(30));
        var _ =
                keep(
                        Machine.cleared(
                                incident,
                                site,
                                trigger("HighErrorRate", 0.2),
                                T.plusSeconds(29),
                                true,
                                at(T.plusSeconds(31))));
        assertThat(incident.state())
                .as("a late clearing is older than the last statement")
                .isInstanceOf(State.Planning.class);
    }

    @Test
    void a_rule_that_went_away_was_not_measured_to_be_clear() {
        var _ =
                keep(
                        Machine.cleared(
                                incident,
                                site,
                                trigger("HighErrorRate", 0.2),
                                T.plusSeconds(10),
                                false,
                                at(T.plusSeconds(10))));
        assertThat(incident.state()).isInstanceOf(State.Planning.class);
    }
}
