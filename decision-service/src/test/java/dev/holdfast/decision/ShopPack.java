package dev.holdfast.decision;

import dev.holdfast.backbone.pack.PackFiles;

import java.util.Map;

/// A pack of a small shop, in the words of the written procedures.
public final class ShopPack {
    public static final String PACK =
            """
            system: shop
            environments:
              production:
                match: {env: production}
                components: [web, database]
            roles: [cto, engineering-lead, on-call]
            people:
              - {name: carol, roles: [cto]}
              - {name: erin, roles: [engineering-lead]}
              - {name: olga, roles: [on-call]}
              - {name: oscar, roles: [on-call]}
            """;

    public static final String DECISIONS =
            """
            mode: automatic
            holds-after: 30m
            planning: 10s
            verify: {stage: immediate, within: 3m}
            watch-after: 15m
            clear-within: 10m
            signals: [security.finding]
            matrix:
              - name: down
                when: trigger.rule == "ShopDown"
                severity: P0
                impact: Nobody can order.
                action: rollback
                runbook: application
              - name: corrupt
                when: trigger.rule == "DataCorruption"
                severity: P0
                impact: Data is at risk.
                action: rollback
                runbook: restore
              - name: errors
                when: trigger.rule == "HighErrorRate" && trigger.value > trigger.threshold
                severity: P1
                impact: A share of the orders fails.
                action: rollback
                runbook: {migration: with-database, otherwise: application}
              - name: slow
                when: trigger.rule == "Slow" && trigger.value <= 3
                severity: P1
                impact: Orders are slow.
                action: watch
                watch: 10m
                runbook: application
              - name: very slow
                when: trigger.rule == "Slow" && trigger.value > 3
                severity: P0
                impact: Orders time out.
                action: rollback
                runbook: application
              - name: minor
                when: trigger.rule == "Minor"
                severity: P2
                impact: Some users are affected.
                action: ask
                runbook: application
              - name: cosmetic
                when: trigger.rule == "Cosmetic"
                severity: P3
                impact: Cosmetic.
                action: fix-forward
              - name: noise
                when: trigger.rule == "Noise"
                severity: P3
                impact: None.
                action: ignore
              - name: finding
                when: trigger.rule == "security.finding"
                severity: P0
                impact: A vulnerability is exploited.
                action: rollback
                runbook: application
              - name: labelled
                when: trigger.rule == "Labelled" && trigger.labels.team == "shop"
                severity: P1
                impact: The shop's own.
                action: rollback
                runbook: application
            authority:
              - name: severe
                when: severity in ["P0", "P1"] && !plan.loses_data
                automatic: true
              - name: people
                ask:
                  - {roles: [on-call], within: 10m}
                  - {roles: [engineering-lead], number: 1, within: 15m}
            limits:
              cool-down: 15m
              rollbacks: {system: 2, fleet: 3, within: 24h}
              not-again: 7d
            on-failure:
              - {runbook: full-system, after: [rollback-failed, verification-failed]}
              - {verify: extended, after: [inconclusive]}
            escalation: {remind: 30m, roles: [on-call, engineering-lead, cto]}
            """;

    private ShopPack() {}

    public static PackFiles pack() {
        return with(DECISIONS);
    }

    /// Another system with the same procedures and wide limits.
    ///
    /// @param tail what its decisions.yml says beyond; a group must be named G, and the row `down` names it
    public static PackFiles of(String system, String tail) {
        String row = "impact: Nobody can order.\n    action: rollback\n    runbook: application\n";
        String group = tail.contains("groups:") ? row + "    group: G\n" : row;
        String decisions =
                DECISIONS
                                .replace(row, group)
                                .replace(
                                        "{system: 2, fleet: 3, within: 24h}",
                                        "{system: 50, fleet: 500, within: 24h}")
                                .replace("cool-down: 15m", "cool-down: 0s")
                        + tail;
        return PackFiles.of(
                system,
                Map.of(
                        "pack.yml",
                        PACK.replace("system: shop", "system: " + system),
                        "decisions.yml",
                        decisions));
    }

    public static PackFiles with(String decisions) {
        return PackFiles.of("shop", Map.of("pack.yml", PACK, "decisions.yml", decisions));
    }
}
