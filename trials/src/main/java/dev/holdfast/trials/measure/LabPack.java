package dev.holdfast.trials.measure;

import dev.holdfast.backbone.pack.PackFiles;

import java.util.SortedMap;
import java.util.TreeMap;

/// The pack of one laboratory system: one rule, one cheap real step, one check, limits wide open.
///
/// @param scraped its metric is scraped once a second; otherwise it is pushed over OTLP
/// @param holdSeconds the rule's own `for`
/// @param address of the laboratory's HTTP server
@SuppressWarnings("InlineFormatString") // a pack's files read best one below the other
record LabPack(String system, boolean scraped, int holdSeconds, String address) {
    static final String METRIC = "lab_error_ratio";

    private static final String MANIFEST =
            """
            system: %1$s
            description: A laboratory system that breaks and heals
            owner: trials
            review: 2027-11-20
            environments:
              production:
                match: {lab: %1$s}
                components: [backend]
            %2$s
            roles: [engineer]
            people:
              - {name: ann, roles: [engineer], email: ann@lab.example}
            variables:
              lab: %1$s
              lab-address: "%3$s"
            lateness: 0s
            """;

    private static final String SCRAPE =
            """
                scrape:
                  - {url: "http://%s/metrics/%s", every: 1s, labels: {job: lab}}
            """;

    private static final String TRIGGERS =
            """
            groups:
              - name: lab
                rules:
                  - alert: LabErrors
                    expr: max(%s) > 0.5
                    for: %ds
                    labels: {component: backend}
                    annotations: {summary: "{{ $value }} of all requests fail"}
            """;

    private static final String DECISIONS =
            """
            mode: {production: automatic}
            holds-after: 1d
            planning: 5s
            rolling-back: 1m
            verify: {stage: immediate, within: 30s}
            watch-after: 1s
            clear-within: 30s
            matrix:
              - name: it fails
                when: trigger.rule == "LabErrors"
                severity: P1
                impact: Requests fail.
                action: rollback
                runbook: heal
            authority:
              - name: nothing is lost
                when: "!plan.loses_data"
                automatic: true
            limits:
              cool-down: 0s
              rollbacks: {system: 1000, fleet: 1000, within: 1h}
              incident: 3
              not-again: 1s
            """;

    private static final String RUNBOOKS =
            """
            allow:
              hosts: ["${lab-address}"]
            runbooks:
              heal:
                description: One request that really heals it.
                deadline: 30s
                downtime: 0s
                duration: 1s
                on-failure: stop
                steps:
                  - name: heal
                    action: http.request
                    with:
                      url: "http://${lab-address}/heal/${lab}"
                      method: POST
                      repeat: idempotent
                    timeout: 5s
            """;

    private static final String CHECKS =
            """
            hosts: ["127.0.0.1"]
            checks:
              health:
                http: {url: "http://${lab-address}/health/${lab}", status: 200}
            stages:
              immediate:
                window: 20s
                every: 100ms
                required: [health]
            """;

    private static final String NOTIFICATIONS =
            """
            channels:
              terminal: {kind: log}
            route:
              channels: [terminal]
            """;

    PackFiles files() {
        SortedMap<String, String> files = new TreeMap<>();
        String scrape = scraped ? SCRAPE.formatted(address, system).stripTrailing() : "";
        files.put("pack.yml", MANIFEST.formatted(system, scrape, address));
        files.put("triggers.yml", TRIGGERS.formatted(METRIC, holdSeconds));
        files.put("decisions.yml", DECISIONS);
        files.put("runbooks.yml", RUNBOOKS);
        files.put("checks.yml", CHECKS);
        files.put("notifications.yml", NOTIFICATIONS);
        return new PackFiles(system, files);
    }
}
