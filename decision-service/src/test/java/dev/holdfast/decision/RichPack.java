package dev.holdfast.decision;

import dev.holdfast.backbone.pack.PackFiles;

import java.util.Map;

/// A pack that uses everything that decisions.yml can say about people, times and harm.
public final class RichPack {
    public static final String DECISIONS =
            """
            mode: automatic
            verify: {stage: immediate, within: 3m}
            facts:
              root_cause_known: {asks: Is the root cause known?, silent: no}
              fix_minutes: {asks: "How long would a fix take, in minutes?", type: number, silent: 60}
              exploited: {asks: Is it being exploited?}
            assess: {stage: assessment, within: 20s}
            automatic-window: {within: 60m, ends-with: deployment.completed}
            fix-forward:
              at-most: {P1: 15m, P2: 30m}
              extensions: 1
            windows:
              night: {days: [mon, tue, wed, thu, fri], from: "22:00", to: "04:00", zone: Europe/Berlin}
            matrix:
              - name: down
                when: trigger.rule == "ShopDown"
                severity: P0
                impact: Nobody can order.
                action: rollback
                runbook: application
                targets:
                  - {from: raised, to: completed, within: 5m}
              - name: corrupt
                when: trigger.rule == "DataCorruption"
                severity: P0
                impact: Data is at risk.
                action: contain
                contain: read-only
                runbook: restore
              - name: exploited
                when: trigger.rule == "Vulnerability" && facts.exploited
                severity: P0
                impact: A vulnerability is exploited.
                action: rollback
                runbook: application
              - name: many users
                when: trigger.rule == "HighErrorRate" && assessment.users.value > 100
                severity: P0
                impact: Many orders fail.
                action: rollback
                runbook: application
              - name: fixable
                when: trigger.rule == "HighErrorRate" && facts.root_cause_known && facts.fix_minutes < 15
                severity: P2
                impact: Some orders fail, and the repair is on its way.
                action: watch
                watch: 15m
                runbook: application
              - name: errors
                when: trigger.rule == "HighErrorRate"
                severity: P1
                impact: A share of the orders fails.
                action: rollback
                runbook: application
              - name: minor
                when: trigger.rule == "Minor"
                severity: P2
                impact: Some users are affected.
                action: ask
                runbook: application
              - name: slow
                when: trigger.rule == "Slow"
                severity: P2
                impact: Orders are slow.
                action: schedule
                schedule: {window: night}
                runbook: application
              - name: cosmetic
                when: trigger.rule == "Cosmetic"
                severity: P3
                impact: Cosmetic.
                action: schedule
                schedule: {with: next-deployment, at-latest: 7d}
                runbook: application
            authority:
              - name: severe
                when: severity in ["P0", "P1"] && !plan.loses_data
                automatic: true
              - name: the chain
                when: plan.loses_data
                stages:
                  - {level: 1, do: acknowledge, roles: [on-call], within: 5m}
                  - {level: 2, do: confirm, roles: [engineering-lead], within: 10m}
                  - {level: 4, do: inform, roles: [cto]}
                not-deployer: true
              - name: people
                ask:
                  - {roles: [on-call], within: 10m}
                  - {roles: [engineering-lead], within: 15m}
            break-glass: {roles: [on-call]}
            limits:
              cool-down: 15m
              share: 40%
              rollbacks: {system: 2, fleet: 3, within: 24h}
              freeze:
                - {name: rush hours, from: "11:00", to: "14:00", except: [P0]}
            on-failure:
              - {runbook: full-system, after: [rollback-failed, verification-failed]}
            """;

    private RichPack() {}

    public static PackFiles pack() {
        return PackFiles.of("shop", Map.of("pack.yml", ShopPack.PACK, "decisions.yml", DECISIONS));
    }
}
