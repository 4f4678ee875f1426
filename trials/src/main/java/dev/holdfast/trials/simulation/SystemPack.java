package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.pack.PackFiles;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The pack of one simulated system, in the variants that matter to what must hold.
///
/// @param mode as decisions.yml writes it
/// @param automatic whether a rule allows it without people where no data is lost
/// @param people how many must agree where people are asked
/// @param runbook `back`, `back-proven`, or `wipe`, which loses data
/// @param nextTry the runbook after a failed one; empty for none
/// @param coolDown between two orders
/// @param perSystem orders within 24 h
/// @param fleet orders of all systems within 24 h
record SystemPack(
        String mode,
        boolean automatic,
        int people,
        String runbook,
        String nextTry,
        Duration coolDown,
        int perSystem,
        int fleet) {

    static final String RULE = "nothing is lost";
    static final List<String> PEOPLE = List.of("ada", "ben", "cem", "dan");
    static final String LEAD = "lead";
    static final String ON_CALL = "on-call";

    static SystemPack by(Chance chance, int fleet) {
        return new SystemPack(
                chance.oneIn(10) ? "observe" : chance.oneIn(10) ? "propose" : "automatic",
                !chance.oneIn(4),
                1 + chance.below(2),
                chance.of(List.of("back", "back", "back-proven", "wipe")),
                chance.of(List.of("", "back", "wipe")),
                chance.of(List.of(Duration.ZERO, Duration.ofSeconds(30), Duration.ofMinutes(2))),
                2 + chance.below(7),
                fleet);
    }

    /// @param note makes another version of the same
    PackFiles files(String system, String note) {
        return PackFiles.of(
                system,
                Map.of(
                        "pack.yml", MANIFEST.replace("SYSTEM", system),
                        "triggers.yml", TRIGGERS,
                        "decisions.yml", decisions() + "# " + note + "\n",
                        "runbooks.yml", RUNBOOKS,
                        "checks.yml", CHECKS,
                        "notifications.yml", NOTIFICATIONS));
    }

    /// The same with a mistake in one file.
    static PackFiles bad(PackFiles good, String file) {
        Map<String, String> files = new java.util.TreeMap<>(good.files());
        files.computeIfPresent(file, (_, text) -> text + "nonsense: {here: true}\n");
        return PackFiles.of(good.name(), files);
    }

    private String decisions() {
        String rule =
                automatic
                        ? "- {name: RULE, when: \"!plan.loses_data\", automatic: true}"
                                .replace("RULE", RULE)
                        : "";
        String decisions =
                DECISIONS
                        .replace("MODE", mode)
                        .replace("RUNBOOK", runbook)
                        .replace("AUTOMATIC", rule)
                        .replace("PEOPLE", Integer.toString(people))
                        .replace("COOL-DOWN", coolDown.toSeconds() + "s")
                        .replace("SYSTEM", Integer.toString(perSystem))
                        .replace("FLEET", Integer.toString(fleet));
        return nextTry.isEmpty() ? decisions : decisions + ON_FAILURE.replace("RUNBOOK", nextTry);
    }

    private static final String ON_FAILURE =
            """
            on-failure:
              - {runbook: RUNBOOK, after: [rollback-failed, verification-failed]}
            """;

    private static final String MANIFEST =
            """
            system: SYSTEM
            owner: trials
            environments:
              production:
                match: {job: SYSTEM}
                components: [backend]
            roles: [lead, on-call]
            people:
              - {name: ada, roles: [lead]}
              - {name: ben, roles: [on-call]}
              - {name: cem, roles: [on-call]}
            """;

    private static final String TRIGGERS =
            """
            every: 500ms
            groups:
              - name: requests
                rules:
                  - alert: ErrorRatioHigh
                    expr: |
                      sum(rate(http_requests_total{code=~"5.."}[10s]))
                        / sum(rate(http_requests_total[10s])) > 0.05
                    for: 4s
                    labels: {component: backend}
                  - alert: Down
                    expr: |
                      sum(rate(http_requests_total{code=~"5.."}[10s]))
                        / sum(rate(http_requests_total[10s])) > 0.6
                    for: 4s
                    labels: {component: backend}
            """;

    private static final String DECISIONS =
            """
            mode: {production: MODE}
            holds-after: 2m
            planning: 10s
            rolling-back: 4m
            verify: {stage: immediate, within: 3m}
            watch-after: 50s
            clear-within: 1m
            matrix:
              - name: down
                when: trigger.rule == "Down" && release.age_minutes < 60.0
                severity: P0
                impact: Most requests fail.
                action: rollback
                runbook: RUNBOOK
              - name: bad-release
                when: trigger.rule == "ErrorRatioHigh" && release.age_minutes < 60.0
                severity: P1
                impact: A share of the requests fails.
                action: rollback
                runbook: RUNBOOK
            authority:
              AUTOMATIC
              - name: people
                ask:
                  - {roles: [on-call], number: PEOPLE, within: 2m}
                  - {roles: [lead], number: 1, within: 3m}
            limits:
              cool-down: COOL-DOWN
              rollbacks: {system: SYSTEM, fleet: FLEET, within: 24h}
            escalation: {remind: 90s}
            """;

    private static final String RUNBOOKS =
            """
            runbooks:
              back:
                description: Switch back to the version that held.
                deadline: 2m
                steps:
                  - name: switch
                    action: plant.switch
                    with: {to: "${to}"}
                    timeout: 10s
                    retry: {attempts: 2, pause: 2s}
                  - name: count
                    action: plant.count
                    timeout: 10s
                    retry: {attempts: 2, pause: 2s}
              back-proven:
                description: Switch back, and look before going on.
                deadline: 3m
                steps:
                  - name: count
                    action: plant.count
                    timeout: 10s
                  - name: switch
                    action: plant.switch
                    with: {to: "${to}"}
                    timeout: 10s
                  - name: settle
                    action: wait
                    with: {for: 5s}
                  - name: proof
                    action: verify
                    with: {stage: quick}
                    timeout: 40s
              wipe:
                description: Restore the backup, then switch back.
                deadline: 3m
                steps:
                  - name: wipe
                    action: plant.wipe
                    timeout: 10s
                  - name: switch
                    action: plant.switch
                    with: {to: "${to}"}
                    timeout: 10s
                    retry: {attempts: 3, pause: 1s}
            """;

    private static final String CHECKS =
            """
            hosts: [world]
            checks:
              version:
                version: {url: "http://world/version", json: $.version, equals: "${to}"}
              error-ratio:
                metrics:
                  query: |
                    1 - sum(rate(http_requests_total{code!~"5.."}[10s])) / sum(rate(http_requests_total[10s]))
                  below: 0.01
                hold: 4s
            stages:
              quick:
                window: 30s
                every: 2s
                required: [version]
              immediate:
                window: 2m
                every: 2s
                required: [version, error-ratio]
            """;

    private static final String NOTIFICATIONS =
            """
            channels:
              people: {kind: log}
            route: {channels: [people]}
            """;
}
