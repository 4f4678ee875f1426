package dev.holdfast.trials.whole;

import dev.holdfast.backbone.pack.PackFiles;

import java.util.Map;

/// The pack of these tests: short windows, one row, two real steps, two checks.
final class WholePack {
    private static final String TRIGGERS =
            """
            every: 100ms
            groups:
              - name: requests
                rules:
                  - alert: ErrorRatioHigh
                    expr: |
                      sum(rate(http_requests_total{code=~"5.."}[2s]))
                        / sum(rate(http_requests_total[2s])) > 0.05
                    for: 1s
                    labels: {component: backend}
                    annotations: {summary: "{{ $value | humanizePercentage }} of requests fail"}
                  - alert: QueueLong
                    expr: max(queue_length) > 10
                    labels: {component: queue}
            """;

    private static final String HEAD =
            """
            mode: {production: automatic}
            holds-after: 1h
            planning: 10s
            rolling-back: 2m
            verify: {stage: immediate, within: 30s}
            watch-after: 1s
            clear-within: 30s
            matrix:
              - name: bad-release
                when: trigger.rule == "ErrorRatioHigh"
                severity: P1
                impact: A share of the requests fails.
                action: rollback
                runbook: back
              - name: queue
                when: trigger.rule == "QueueLong"
                severity: P3
                impact: Some wait.
                action: fix-forward
            limits:
              cool-down: 0s
              rollbacks: {system: 5, fleet: 1000, within: 24h}
            """;

    static final String AUTOMATIC =
            HEAD
                    + """
                    authority:
                      - {name: nothing is lost, when: "!plan.loses_data", automatic: true}
                    """;

    static final String BY_APPROVAL =
            HEAD
                    + """
                    authority:
                      - name: people
                        ask:
                          - {roles: [lead], number: 1, within: 2m}
                    """;

    static final String BY_QUICK_APPROVAL = BY_APPROVAL.replace("within: 2m", "within: 2s");

    private static final String RUNBOOKS =
            """
            allow:
              hosts: ["${host}"]
              folders: ["${home}"]
            runbooks:
              back:
                description: Switch the link back, reload, wait until it answers as that version.
                deadline: 2m
                steps:
                  - name: switch
                    action: link.switch
                    with: {link: "${home}/current", to: "${home}/releases/${to}"}
                    timeout: 10s
                  - name: reload
                    action: http.request
                    with:
                      method: POST
                      url: "http://${host}/reload"
                      observe: "http://${host}/version"
                      expect-json: {version: "${to}"}
                    timeout: 60s
                    retry: {attempts: 3, pause: 200ms}
                  - name: answers
                    action: http.request
                    with: {url: "http://${host}/version", expect-json: {version: "${to}"}, every: 200ms}
                    timeout: 20s
            """;

    private static final String CHECKS =
            """
            hosts: ["127.0.0.1"]
            checks:
              version:
                version: {url: "http://${host}/version", json: $.version, equals: "${to}"}
              error-ratio:
                metrics:
                  query: |
                    1 - sum(rate(http_requests_total{code!~"5.."}[2s])) / sum(rate(http_requests_total[2s]))
                  below: 0.01
                hold: 500ms
            stages:
              immediate:
                window: 25s
                every: 200ms
                slowest: 500ms
                required: [version, error-ratio]
            """;

    private static final String NOTIFICATIONS =
            """
            channels:
              people: {kind: log}
            route: {channels: [people]}
            """;

    private WholePack() {}

    static PackFiles of(String system, World world, String decisions) {
        return PackFiles.of(
                system,
                Map.of(
                        "pack.yml", manifest(system, world),
                        "triggers.yml", TRIGGERS,
                        "decisions.yml", decisions,
                        "runbooks.yml", RUNBOOKS,
                        "checks.yml", CHECKS,
                        "notifications.yml", NOTIFICATIONS));
    }

    private static String manifest(String system, World world) {
        return """
        system: %1$s
        owner: trials
        environments:
          production:
            match: {system: %1$s}
            components: [backend]
            scrape:
              - {url: "http://%2$s/metrics", every: 200ms, labels: {job: world}}
        roles: [lead, on-call]
        people:
          - {name: ada, roles: [lead]}
          - {name: ben, roles: [on-call]}
        variables: {host: "%2$s", home: "%3$s"}
        """
                .formatted(system, world.host(), world.folder());
    }
}
