package dev.holdfast.trials.story;

import dev.holdfast.backbone.pack.PackFiles;

import java.util.Map;

/// The pack of the stories: an error ratio, one row, one step, two checks.
final class StoryPack {
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
            """;

    private static final String TRIGGERS =
            """
            every: 200ms
            groups:
              - name: requests
                rules:
                  - alert: ErrorRatioHigh
                    expr: |
                      sum(rate(http_requests_total{code=~"5.."}[30s]))
                        / sum(rate(http_requests_total[30s])) > 0.05
                    for: 10s
                    labels: {component: backend}
                    annotations: {summary: "{{ $value | humanizePercentage }} of requests fail"}
            """;

    private static final String HEAD =
            """
            mode: {production: %s}
            holds-after: 2m
            planning: 10s
            rolling-back: 5m
            verify: {stage: immediate, within: 3m}
            watch-after: 30s
            clear-within: 5m
            matrix:
              - name: bad-release
                when: trigger.rule == "ErrorRatioHigh" && release.age_minutes < 60.0
                severity: P1
                impact: A share of the requests fails.
                action: %s
                runbook: back
              - name: old-release
                when: trigger.rule == "ErrorRatioHigh"
                severity: P1
                impact: A share of the requests fails.
                action: ask
                runbook: back
            limits:
              cool-down: 10m
              rollbacks: {system: 2, fleet: 10, within: 24h}
            """;

    static final String AUTOMATIC =
            HEAD.formatted("automatic", "rollback")
                    + """
                    authority:
                      - {name: nothing is lost, when: "!plan.loses_data", automatic: true}
                    """;

    static final String OBSERVE =
            AUTOMATIC.replace("{production: automatic}", "{production: observe}");

    static final String BY_APPROVAL =
            HEAD.formatted("automatic", "rollback")
                    + """
                    authority:
                      - name: people
                        ask:
                          - {roles: [lead], number: 1, within: 10m}
                    """;

    private static final String RUNBOOKS =
            """
            runbooks:
              back:
                description: Switch back to the version that held.
                deadline: 3m
                steps:
                  - name: switch
                    action: world.switch
                    with: {to: "${to}"}
                    timeout: 10s
                  - name: settle
                    action: wait
                    with: {for: 2s}
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
                hold: 5s
            stages:
              immediate:
                window: 2m
                every: 1s
                required: [version, error-ratio]
            """;

    private static final String NOTIFICATIONS =
            """
            channels:
              people: {kind: log}
            route: {channels: [people]}
            """;

    private StoryPack() {}

    static PackFiles of(String system, String decisions) {
        return PackFiles.of(
                system,
                Map.of(
                        "pack.yml", MANIFEST.replace("SYSTEM", system),
                        "triggers.yml", TRIGGERS,
                        "decisions.yml", decisions,
                        "runbooks.yml", RUNBOOKS,
                        "checks.yml", CHECKS,
                        "notifications.yml", NOTIFICATIONS));
    }
}
