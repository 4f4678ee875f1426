package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationEvent.StandingCheckFinished;
import dev.holdfast.decision.RichPack;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.audit.AuditEntry;
import dev.holdfast.decision.domain.audit.AuditHead;
import dev.holdfast.decision.domain.policy.Mode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// From the audit alone everything is worked out again, byte for byte.
final class ReplayStoryTest {
    private static Replay.Report replay(Shop shop) {
        return new Replay(shop.store, new Policies()).of(Shop.PRODUCTION);
    }

    private static void same(Shop shop) {
        Replay.Report report = replay(shop);
        assertThat(report.difference()).isNull();
        assertThat(report.same()).isTrue();
        assertThat(report.entries())
                .isEqualTo(shop.store.under(Shop.PRODUCTION, Shelves.AUDIT).size());
    }

    @Test
    void a_rollback_with_people_timers_a_switch_and_another_pack_comes_out_the_same() {
        Shop shop = new Shop().deployed();
        shop.raises("Minor", 1);
        shop.planned();
        shop.approves(Shop.OLGA);
        shop.starts();
        shop.completes();
        shop.verified();
        shop.clears("Minor");
        shop.passes(Duration.ofMinutes(20));
        assertThat(shop.state()).isEqualTo("resolved");
        shop.activate(
                ShopPack.with(ShopPack.DECISIONS.replace("holds-after: 30m", "holds-after: 5m")));
        shop.deploys(new dev.holdfast.backbone.events.Release("web", "1.6.0"), "code");
        shop.passes(Duration.ofMinutes(10));
        var _ =
                shop.house.publish(
                        Scope.pack("shop"),
                        new HaltChanged(true, "shop/*", "ada", "audit", shop.house.now()));
        shop.raises("ShopDown", 1);
        shop.planned();
        shop.passes(Duration.ofMinutes(2));
        same(shop);
    }

    @Test
    void facts_assessment_containment_and_repairs_come_out_the_same() {
        Shop shop = new Shop(RichPack.pack());
        shop.deploys(Shop.GOOD, "code");
        shop.passes(Duration.ofMinutes(31));
        shop.deploys(Shop.BAD, "code");
        shop.raises("HighErrorRate", 0.2);
        shop.passes(Duration.ofMinutes(1));
        String id = shop.incident().id();
        shop.says(Shop.OLGA, new Command.StateFact(id, "fix_minutes", "10", "we know it"), "k1");
        shop.says(Shop.OLGA, new Command.StateFact(id, "fix_minutes", "soon", "we know it"));
        shop.says(Shop.OLGA, new Command.PromiseFix(id, Duration.ofMinutes(10), "nearly"));
        shop.raises("DataCorruption", 1);
        shop.planned();
        shop.passes(Duration.ofMinutes(30));
        same(shop);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatever_happened_it_comes_out_the_same(long seed) {
        Random random = new Random(seed * 7_919);
        Shop shop = new Shop(random.nextBoolean() ? ShopPack.pack() : RichPack.pack()).deployed();
        List<String> rules = List.of("ShopDown", "HighErrorRate", "Minor", "Slow", "Cosmetic");
        for (int i = 0; i < 40; i++) {
            something(shop, random, rules.get(random.nextInt(rules.size())));
        }
        same(shop);
    }

    private static void something(Shop shop, Random random, String rule) {
        boolean begun = !shop.incidents().isEmpty();
        boolean proposed = begun && !shop.house.events(proposed()).isEmpty();
        switch (random.nextInt(begun ? 12 : 2)) {
            case 0, 1 -> shop.raises(rule, random.nextInt(5));
            case 2, 3, 4 -> shop.passes(Duration.ofSeconds(random.nextInt(900)));
            case 5, 6 -> {
                if (proposed) {
                    shop.planned(random.nextInt(4) == 0 ? "an hour" : null);
                }
            }
            case 7 -> {
                if (shop.orders() > 0) {
                    shop.starts();
                    shop.completes();
                }
            }
            case 8 -> {
                if (shop.orders() > 0) {
                    shop.fails("full");
                }
            }
            case 9 -> shop.approves(random.nextBoolean() ? Shop.OLGA : Shop.ERIN);
            case 10 -> shop.says(Shop.OLGA, new Command.Abort(shop.incident().id(), "stop"));
            default ->
                    shop.says(
                            Shop.ADMIN,
                            new Command.SetMode(
                                    List.of(Mode.values()).get(random.nextInt(3)), "because"));
        }
    }

    private static Class<dev.holdfast.backbone.events.IncidentEvent.RollbackProposed> proposed() {
        return dev.holdfast.backbone.events.IncidentEvent.RollbackProposed.class;
    }

    @Test
    void what_was_written_into_the_record_afterwards_does_not_come_out() {
        Shop shop = new Shop().deployed();
        shop.raises("Minor", 1);
        shop.planned();
        List<AuditEntry> all = shop.store.under(Shop.PRODUCTION, Shelves.AUDIT);
        AuditEntry decision =
                all.stream()
                        .filter(e -> e.kind().contains("decision.made"))
                        .findFirst()
                        .orElseThrow();
        var _ =
                shop.store.in(
                        Shop.PRODUCTION,
                        w -> {
                            w.put(
                                    Shelves.AUDIT,
                                    Audit.key(decision.number()),
                                    AuditEntry.after(
                                            new AuditHead(
                                                    decision.number() - 1, decision.previous()),
                                            decision.at(),
                                            decision.kind(),
                                            decision.id(),
                                            decision.body().replace("Minor", "Major")));
                            return true;
                        });
        Replay.Report report = replay(shop);
        assertThat(report.same()).isFalse();
        Replay.Difference difference = java.util.Objects.requireNonNull(report.difference());
        assertThat(difference.number()).isEqualTo(decision.number());
    }

    @Test
    void what_is_on_no_record_leaves_no_trace_of_older_events_that_were_unread() {
        Shop shop = new Shop().deployed();
        shop.store.upToDate(false);
        shop.tells(
                new StandingCheckFinished(
                        "home", Verdict.PASSED, null, "200", Duration.ZERO, shop.house.now()));
        shop.store.upToDate(true);
        shop.raises("Minor", 1);
        same(shop);
    }

    @Test
    void a_trace_of_unread_events_that_nothing_came_of_is_passed_over() {
        Shop shop = new Shop().deployed();
        shop.store.upToDate(false);
        var _ =
                shop.store.in(
                        Shop.PRODUCTION,
                        w -> {
                            DecisionDesk.behind(w);
                            return true;
                        });
        shop.store.upToDate(true);
        shop.raises("Minor", 1);
        shop.planned();
        same(shop);
    }

    @Test
    void a_pack_that_was_dated_before_a_transaction_and_seen_by_none_of_it_comes_out_the_same() {
        Shop shop = new Shop().deployed();
        shop.raises("Slow", 1);
        shop.activate(ShopPack.with(ShopPack.DECISIONS.replace("Orders are slow.", "It is slow.")));
        shop.passes(Duration.ofMinutes(11));
        Instant decided =
                shop.store.under(Shop.PRODUCTION, Shelves.AUDIT).stream()
                        .filter(e -> e.kind().contains("decision.made"))
                        .findFirst()
                        .orElseThrow()
                        .at();
        // As if the activation had been locked just before and committed just after.
        redated(shop, decided.minusNanos(1_000));
        same(shop);
    }

    private static void redated(Shop shop, Instant at) {
        var _ =
                shop.store.in(
                        Scope.pack("shop"),
                        w -> {
                            AuditEntry last =
                                    w.all(Shelves.AUDIT).stream()
                                            .filter(e -> e.kind().contains("pack.activated"))
                                            .reduce((a, b) -> b)
                                            .orElseThrow();
                            w.put(
                                    Shelves.AUDIT,
                                    Audit.key(last.number()),
                                    new AuditEntry(
                                            last.number(),
                                            at,
                                            last.kind(),
                                            last.id(),
                                            last.body(),
                                            last.previous(),
                                            last.hash()));
                            return true;
                        });
    }
}
