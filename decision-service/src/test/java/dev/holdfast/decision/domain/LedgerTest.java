package dev.holdfast.decision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.decision.domain.release.Deployment;
import dev.holdfast.decision.domain.release.Deployment.Phase;
import dev.holdfast.decision.domain.release.Ledger;
import dev.holdfast.decision.domain.release.LedgerEntry;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Which release ran where, and where a rollback goes.
final class LedgerTest {
    private static final Instant T = Instant.parse("2026-11-20T08:00:00Z");
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);
    private static final Release ONE = new Release("web", "1");
    private static final Release TWO = new Release("web", "2");
    private static final Release THREE = new Release("web", "3");

    private static Deployment said(Release release, Phase phase, Instant at) {
        return new Deployment(phase, release, "dora", null, List.of("code"), at);
    }

    private static Ledger with(Ledger ledger, Release release, Instant at) {
        return ledger.deployed(said(release, Phase.FINISHED, at), null, at).ledger();
    }

    @Test
    void a_release_holds_on_the_tick_and_not_one_before() {
        Ledger ledger = with(Ledger.EMPTY, ONE, T);
        Instant tick = T.plus(HALF_HOUR);
        assertThat(ledger.nextHold(HALF_HOUR, null)).contains(tick);
        assertThat(ledger.hold(HALF_HOUR, null, tick.minusNanos(1)).events()).isEmpty();
        assertThat(ledger.hold(HALF_HOUR, null, tick).events())
                .containsExactly(new ReleaseHeld(ONE, null, HALF_HOUR, tick));
    }

    @Test
    void time_before_the_end_of_an_incident_does_not_count() {
        Ledger ledger = with(Ledger.EMPTY, ONE, T);
        Instant quiet = T.plusSeconds(600);
        assertThat(ledger.nextHold(HALF_HOUR, quiet)).contains(quiet.plus(HALF_HOUR));
    }

    @Test
    void the_way_back_is_the_last_that_held_and_never_one_that_failed() {
        Ledger ledger = with(Ledger.EMPTY, ONE, T).declareHeld(ONE, "olga", T).ledger();
        ledger = with(ledger, TWO, T.plusSeconds(10));
        ledger = with(ledger, THREE, T.plusSeconds(20));
        assertThat(ledger.lastHeld("web").map(LedgerEntry::release)).contains(ONE);
        Ledger.Change back = ledger.rolledBack(THREE, ONE, "i", "bad", T.plusSeconds(30));
        assertThat(back.ledger().running("web").map(LedgerEntry::release)).contains(ONE);
        assertThat(back.ledger().failedAt(THREE)).contains(T.plusSeconds(30));
        assertThat(back.ledger().lastHeld("web")).isEmpty();
    }

    @Test
    void repeats_echoes_and_late_signals_are_no_releases() {
        Ledger ledger = with(with(Ledger.EMPTY, ONE, T), TWO, T.plusSeconds(10));
        assertThat(ledger.deployed(said(TWO, Phase.FINISHED, T.plusSeconds(11)), null, T).events())
                .isEmpty();
        assertThat(
                        ledger.deployed(said(THREE, Phase.FINISHED, T.plusSeconds(11)), THREE, T)
                                .events())
                .isEmpty();
        assertThat(ledger.deployed(said(THREE, Phase.FINISHED, T.plusSeconds(9)), null, T).events())
                .isEmpty();
        Ledger after = ledger.rolledBack(TWO, ONE, "i", "bad", T.plusSeconds(60)).ledger();
        Instant later = T.plusSeconds(62);
        assertThat(
                        after.deployed(said(TWO, Phase.FINISHED, T.plusSeconds(59)), null, later)
                                .events())
                .isEmpty();
        assertThat(
                        after.deployed(said(TWO, Phase.FINISHED, T.plusSeconds(61)), null, later)
                                .events())
                .hasSize(1);
    }

    @Test
    void a_deployment_that_has_begun_is_what_is_rolled_back_already() {
        Ledger ledger = with(Ledger.EMPTY, ONE, T).declareHeld(ONE, "olga", T).ledger();
        Ledger.Change begun = ledger.deployed(said(TWO, Phase.STARTED, T.plusSeconds(10)), null, T);
        assertThat(begun.events()).isEmpty();
        assertThat(begun.ledger().running("web").map(LedgerEntry::release)).contains(TWO);
        Ledger.Change done =
                begun.ledger().deployed(said(TWO, Phase.FINISHED, T.plusSeconds(20)), null, T);
        assertThat(done.events())
                .singleElement()
                .isInstanceOfSatisfying(
                        ReleaseDeployed.class, e -> assertThat(e.replaces()).isEqualTo(ONE));
    }

    @Test
    void what_ran_when_a_watch_began_is_no_deployment_and_a_way_back_once_it_has_held() {
        Ledger.Change seen = Ledger.EMPTY.deployed(said(ONE, Phase.SEEN, T), null, T);
        assertThat(seen.events()).isEmpty();
        Instant tick = T.plus(HALF_HOUR);
        Ledger.Change held = seen.ledger().hold(HALF_HOUR, null, tick);
        assertThat(held.events()).containsExactly(new ReleaseHeld(ONE, null, HALF_HOUR, tick));
        Ledger ledger = with(held.ledger(), TWO, tick.plusSeconds(1));
        assertThat(ledger.lastHeld("web").map(LedgerEntry::release)).contains(ONE);
        assertThat(
                        ledger.deployed(said(THREE, Phase.SEEN, tick.plusSeconds(2)), null, tick)
                                .ledger())
                .as("the ledger knows better")
                .isEqualTo(ledger);
    }

    @Test
    void what_a_watch_sees_of_our_own_rollback_is_no_release() {
        Ledger ledger = with(Ledger.EMPTY, ONE, T).declareHeld(ONE, "olga", T).ledger();
        ledger = with(ledger, TWO, T.plusSeconds(10));
        Deployment comes = said(ONE, Phase.STARTED, T.plusSeconds(20));
        assertThat(ledger.deployed(comes, ONE, T.plusSeconds(20)).ledger()).isEqualTo(ledger);
        Ledger back = ledger.rolledBack(TWO, ONE, "i", "bad", T.plusSeconds(30)).ledger();
        Deployment late = said(ONE, Phase.FINISHED, T.plusSeconds(31));
        assertThat(back.deployed(late, null, T.plusSeconds(31)).ledger()).isEqualTo(back);
    }

    @Test
    void a_release_that_a_person_names_and_nobody_deployed_becomes_known() {
        Ledger ledger = with(Ledger.EMPTY, TWO, T).declareHeld(ONE, "olga", T).ledger();
        assertThat(ledger.running("web").map(LedgerEntry::release)).contains(TWO);
        assertThat(ledger.lastHeld("web").map(LedgerEntry::release)).contains(ONE);
    }

    @Test
    void signals_without_a_release_are_none() {
        assertThat(Deployment.read("deployment.finished", Map.of("component", "web"), T)).isEmpty();
        assertThat(Deployment.read("other", Map.of("component", "web", "release", "1"), T))
                .isEmpty();
        assertThat(
                        Deployment.read(
                                        "deployment.finished",
                                        Map.of(
                                                "component",
                                                "web",
                                                "release",
                                                "1",
                                                "changes",
                                                "code, migration"),
                                        T)
                                .orElseThrow()
                                .changes())
                .containsExactly("code", "migration");
    }

    @Test
    void a_release_whose_deployment_failed_never_holds_and_is_no_way_back() {
        Ledger ledger = with(Ledger.EMPTY, ONE, T).declareHeld(ONE, "olga", T).ledger();
        ledger =
                ledger.deployed(said(TWO, Phase.STARTED, T.plusSeconds(5)), null, T.plusSeconds(5))
                        .ledger();
        Ledger.Change failed =
                ledger.deployed(said(TWO, Phase.FAILED, T.plusSeconds(9)), null, T.plusSeconds(9));
        assertThat(failed.events()).isEmpty();
        Instant later = T.plus(Duration.ofDays(1));
        assertThat(failed.ledger().hold(HALF_HOUR, null, later).events()).isEmpty();
        assertThat(failed.ledger().running("web").map(LedgerEntry::release))
                .as("it may be there in part, so it is what an incident rolls away from")
                .contains(TWO);
        Ledger next = with(failed.ledger(), THREE, later);
        assertThat(next.lastHeld("web").map(LedgerEntry::release)).contains(ONE);
    }

    @Test
    void a_release_that_is_told_to_have_failed_after_it_was_deployed_does_not_hold() {
        Ledger ledger = with(with(Ledger.EMPTY, ONE, T), TWO, T.plusSeconds(5));
        ledger =
                ledger.deployed(said(TWO, Phase.FAILED, T.plusSeconds(9)), null, T.plusSeconds(9))
                        .ledger();
        assertThat(ledger.hold(HALF_HOUR, null, T.plus(Duration.ofDays(1))).events()).isEmpty();
    }

    @Test
    void what_is_rolled_back_to_runs_even_if_it_had_failed_before() {
        Ledger ledger = with(Ledger.EMPTY, ONE, T).declareHeld(ONE, "olga", T).ledger();
        ledger = with(ledger, TWO, T.plusSeconds(10));
        ledger = ledger.rolledBack(TWO, ONE, "i", "bad", T.plusSeconds(20)).ledger();
        ledger = with(ledger, THREE, T.plusSeconds(30));
        ledger = ledger.rolledBack(THREE, TWO, "i", "worse", T.plusSeconds(40)).ledger();
        assertThat(ledger.running("web").map(LedgerEntry::release)).contains(TWO);
        assertThat(ledger.failedAt(TWO)).isEmpty();
        assertThat(ledger.lastHeld("web").map(LedgerEntry::release)).contains(ONE);
    }

    @Test
    void what_is_deployed_often_makes_nobody_forget_what_is_deployed_seldom() {
        Release database = new Release("database", "13");
        Release old = new Release("database", "12");
        Ledger ledger = with(Ledger.EMPTY, old, T).declareHeld(old, "olga", T).ledger();
        ledger = with(ledger, database, T.plusSeconds(1));
        for (int i = 0; i < 500; i++) {
            ledger = with(ledger, new Release("web", "v" + i), T.plusSeconds(10 + i));
        }
        assertThat(ledger.entries()).hasSizeLessThanOrEqualTo(200);
        assertThat(ledger.running("database").map(LedgerEntry::release)).contains(database);
        assertThat(ledger.lastHeld("database").map(LedgerEntry::release)).contains(old);
    }

    @Test
    void a_failure_of_an_earlier_try_that_is_told_late_takes_nothing_from_the_one_that_succeeded() {
        Ledger ledger = with(with(Ledger.EMPTY, ONE, T), TWO, T.plusSeconds(300));
        Ledger.Change late =
                ledger.deployed(
                        said(TWO, Phase.FAILED, T.plusSeconds(9)), null, T.plusSeconds(360));
        assertThat(late.ledger()).isEqualTo(ledger);
        assertThat(late.ledger().hold(HALF_HOUR, null, T.plus(Duration.ofDays(1))).events())
                .isNotEmpty();
    }
}
