package dev.holdfast.decision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.decision.domain.audit.AuditChain;
import dev.holdfast.decision.domain.audit.AuditEntry;
import dev.holdfast.decision.domain.audit.AuditHead;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.domain.rehearsal.Rehearsal;
import dev.holdfast.decision.domain.rehearsal.World;
import dev.holdfast.decision.domain.release.Deployment;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How fast it decides and verifies, on one core, without a broker and a database:
///
///     mvn -pl decision-service -am test -Dtest=DecisionBench -Dtest.excluded= \
///         -Dsurefire.failIfNoSpecifiedTests=false
@Tag("bench")
final class DecisionBench {
    private static final Instant T = Instant.parse("2026-11-20T08:00:00Z");
    private static final Duration WARM = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(10);

    /// Histories between two lines that say how far it is.
    private static final int SAID = 25_000;

    private static long incident(int number) {
        Rehearsal r = new Rehearsal(History.POLICY, Scope.of("shop", "production"), World.GOOD, T);
        r.set(r.site().mode(Mode.AUTOMATIC));
        r.set(
                r.site()
                        .ledger(
                                r.site()
                                        .ledger()
                                        .declareHeld(new Release("web", "1"), "olga", T)
                                        .ledger()));
        r.deploys(
                new Deployment(
                        Deployment.Phase.FINISHED,
                        new Release("web", "2"),
                        "dora",
                        null,
                        List.of("code"),
                        T));
        r.at(
                T.plusSeconds(1),
                () ->
                        r.raises(
                                trigger(number),
                                dev.holdfast.decision.domain.incident.Standing.Kind.MEASURED));
        r.at(T.plusSeconds(70), () -> r.clears("HighErrorRate"));
        r.until(T.plus(Duration.ofMinutes(20)));
        assertThat(r.incident().orElseThrow().state().word()).isEqualTo("resolved");
        return r.told().size();
    }

    private static Trigger trigger(int number) {
        return new Trigger(
                "HighErrorRate",
                "HighErrorRate",
                Map.of("pod", "web-" + number),
                Map.of(),
                "e",
                0.2,
                0.05,
                T);
    }

    private interface Work {
        long once(int number);
    }

    private static double aSecond(Work work) {
        long until = System.nanoTime() + WARM.toNanos();
        int n = 0;
        while (System.nanoTime() < until) {
            work.once(n++);
        }
        long done = 0;
        long began = System.nanoTime();
        while (System.nanoTime() - began < MEASURED.toNanos()) {
            done += work.once(n++);
        }
        return done * 1e9 / (System.nanoTime() - began);
    }

    @Test
    void whole_incidents_from_the_trigger_to_resolved_a_second() {
        double incidents =
                aSecond(n -> {
                    long told = incident(n);
                    return told > 0 ? 1 : 0;
                });
        System.out.printf("%,.0f whole incidents a second on one core%n", incidents);
        assertThat(incidents).isGreaterThan(100);
    }

    @Test
    void rows_of_the_audit_a_second() {
        List<AuditEntry> chain = new ArrayList<>();
        AuditHead head = AuditHead.NONE;
        for (int i = 0; i < 20_000; i++) {
            AuditEntry e =
                    AuditEntry.after(
                            head, T, "dev.holdfast.trigger.raised.v1", "id" + i, "x".repeat(600));
            chain.add(e);
            head = e.head();
        }
        AuditHead end = head;
        double rows =
                aSecond(_ -> {
                    AuditChain check = new AuditChain("shop/production", end, Map.of());
                    var _ = check.read(chain);
                    assertThat(check.findings()).isEmpty();
                    return chain.size();
                });
        System.out.printf("%,.0f rows of the audit a second on one core%n", rows);
        assertThat(rows).isGreaterThan(50_000);
    }

    @Test
    void random_histories_as_many_as_are_asked_for() {
        long histories = Long.getLong("histories", 10_000);
        long first = Long.getLong("seed", System.nanoTime());
        System.out.printf("%,d histories from seed %d%n", histories, first);
        long began = System.nanoTime();
        for (long i = 0; i < histories; i++) {
            try {
                new History(first + i, false).run(120);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("the history of seed " + (first + i), e);
            }
            if ((i + 1) % SAID == 0) {
                System.out.printf(
                        "%,d histories hold after %,d s%n",
                        i + 1, (System.nanoTime() - began) / 1_000_000_000);
            }
        }
    }
}
