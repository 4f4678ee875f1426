package dev.holdfast.decision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.incident.Decision;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Matrix;
import dev.holdfast.decision.domain.incident.Memory;
import dev.holdfast.decision.domain.incident.Standing;
import dev.holdfast.decision.domain.incident.State;
import dev.holdfast.decision.domain.incident.Triggers;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.PolicyFile;
import dev.holdfast.decision.domain.release.Deployment;
import dev.holdfast.decision.domain.release.Ledger;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The decision matrices of two written procedures, row by row.
final class ProcedureTest {
    private static final Instant T = Instant.parse("2026-11-20T08:00:00Z");

    /// ecommerce: P0 at once, P1 after 10 minutes of monitoring, P2 evaluate and decide, P3 forward.
    private static final Policy ECOMMERCE =
            policy(
                    """
                    matrix:
                      - name: P0 service down or data at risk
                        when: trigger.rule in ["ServiceOutage", "DataCorruption", "SecurityBreach", "MigrationFailed"]
                        severity: P0
                        impact: Service down or data at risk.
                        action: rollback
                        runbook: {migration: with-database, otherwise: application}
                      - name: P1 significant degradation
                        when: trigger.rule in ["CriticalErrors", "PerformanceDegradation", "HealthChecksFailing"]
                        severity: P1
                        impact: Significant degradation.
                        action: watch
                        watch: 10m
                        runbook: {migration: with-database, configuration: configuration, otherwise: application}
                      - name: P2 some users
                        when: trigger.severity == "P2"
                        severity: P2
                        impact: Minor issues affecting some users.
                        action: ask
                        runbook: application
                      - name: P3 cosmetic
                        when: trigger.severity == "P3"
                        severity: P3
                        impact: Cosmetic or non-critical issues.
                        action: fix-forward
                    """);

    /// azora: at once, if not fixable in 15 or 30 minutes, or forward; staging is low.
    private static final Policy AZORA =
            policy(
                    """
                    matrix:
                      - name: staging
                        when: environment == "staging"
                        severity: P3
                        impact: Staging environment issue.
                        action: ask
                        runbook: redeploy
                      - name: data corruption
                        when: trigger.rule == "DataCorruption"
                        severity: P0
                        impact: Data corruption detected.
                        action: rollback
                        runbook: restore-backup
                      - name: completely down
                        when: triggers.exists(t, t.rule == "Down") && trigger.minutes >= 1
                        severity: P0
                        impact: Service completely down.
                        action: rollback
                        runbook: emergency
                      - name: performance
                        when: trigger.rule == "Latency" && trigger.value > 1.5
                        severity: P1
                        impact: Performance degradation above 50 %.
                        action: watch
                        watch: 15m
                        runbook: simple
                      - name: partial outage
                        when: trigger.rule == "PartialOutage"
                        severity: P1
                        impact: Partial service outage.
                        action: watch
                        watch: 30m
                        runbook: simple
                      - name: minor with workaround
                        when: trigger.rule == "MinorBug" && trigger.labels.workaround == "yes"
                        severity: P3
                        impact: Minor bug, workaround available.
                        action: fix-forward
                    """);

    private static Policy policy(String decisions) {
        Problems problems = new Problems();
        return PolicyFile.read(ShopPack.with(decisions), problems)
                .orElseThrow(() -> new AssertionError(problems.lines()));
    }

    private static Decision decide(
            Policy policy, String environment, Trigger trigger, String changes) {
        Ledger held = Ledger.EMPTY.declareHeld(new Release("web", "1"), "olga", T).ledger();
        Ledger ledger =
                held.deployed(
                                new Deployment(
                                        Deployment.Phase.FINISHED,
                                        new Release("web", "2"),
                                        null,
                                        null,
                                        List.of(changes.split("\\+")),
                                        T),
                                null,
                                T)
                        .ledger();
        Standing standing = new Standing(trigger, Standing.Kind.MEASURED, T, T, null, false, false);
        Incident incident =
                new Incident(
                        "i",
                        Scope.of("shop", environment),
                        "d",
                        "t",
                        T,
                        T,
                        Severity.P3,
                        new Triggers(List.of(standing)),
                        new State.Closed(T, ""),
                        null,
                        null,
                        0,
                        0,
                        0,
                        0,
                        0,
                        null,
                        List.of(),
                        null,
                        Memory.NONE);
        return Matrix.decide(policy, incident, ledger, T);
    }

    private static Trigger trigger(
            String rule, double value, Map<String, String> labels, int seconds) {
        return new Trigger(rule, rule, labels, Map.of(), "e", value, null, T.minusSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        "ServiceOutage, '', code, P0, rollback, application, 0",
        "DataCorruption, '', code, P0, rollback, application, 0",
        "MigrationFailed, '', code+migration, P0, rollback, with-database, 0",
        "CriticalErrors, '', code, P1, watch, application, 10",
        "HealthChecksFailing, '', configuration, P1, watch, configuration, 10",
        "PerformanceDegradation, '', configuration+migration, P1, watch, with-database, 10",
        "Other, P2, code, P2, ask, application, 0",
        "Other, P3, code, P3, fix-forward, , 0",
        "Other, P9, code, P2, ask, application, 0",
    })
    void ecommerce(
            String rule,
            String label,
            String changes,
            Severity severity,
            String action,
            String runbook,
            int watch) {
        Map<String, String> labels = label.isEmpty() ? Map.of() : Map.of("severity", label);
        Decision d = decide(ECOMMERCE, "production", trigger(rule, 1, labels, 60), changes);
        assertThat(d.severity()).isEqualTo(severity);
        assertThat(d.action().word()).isEqualTo(action);
        if (runbook != null) {
            assertThat(d.runbook()).isEqualTo(runbook);
        }
        assertThat(d.watch()).isEqualTo(Duration.ofMinutes(watch));
    }

    @ParameterizedTest
    @CsvSource({
        "production, DataCorruption, 1, 0, P0, rollback, 0, data corruption",
        "production, Down, 1, 60, P0, rollback, 0, completely down",
        "production, Latency, 1.51, 0, P1, watch, 15, performance",
        "production, PartialOutage, 1, 0, P1, watch, 30, partial outage",
        "production, MinorBug, 1, 0, P3, fix-forward, 0, minor with workaround",
        "staging, DataCorruption, 1, 0, P3, ask, 0, staging",
        "production, Latency, 1.5, 0, P2, ask, 0, ",
        "production, Down, 1, 59, P2, ask, 0, ",
    })
    void azora(
            String environment,
            String rule,
            double value,
            int seconds,
            Severity severity,
            String action,
            int watch,
            String row) {
        Decision d =
                decide(
                        AZORA,
                        environment,
                        trigger(rule, value, Map.of("workaround", "yes"), seconds),
                        "code");
        assertThat(d.row()).isEqualTo(row);
        assertThat(d.severity()).isEqualTo(severity);
        assertThat(d.action().word()).isEqualTo(action);
        assertThat(d.watch()).isEqualTo(Duration.ofMinutes(watch));
    }
}
