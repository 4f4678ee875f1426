package dev.holdfast.executor.whole.specimen;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.io.ScriptedSite;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Services with a JSON API of their own: flags, dashboards, alerts, pipelines. Each is played, counts
/// what it was told to do, and knows of keys only what the real one knows.
final class ServiceSpecimens {
    private ServiceSpecimens() {}

    static Subject launchDarkly() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        ScriptedSite site =
                new ScriptedSite((method, path, body) -> {
                    if (method.equals("PATCH")) {
                        told.add(body);
                    }
                    return "200 {\"environments\":{\"prod\":{\"on\":%s}}}"
                            .formatted(told.isEmpty());
                });
        return subject(
                site,
                "launchdarkly.flag",
                "project: shop, flag: checkout, environment: prod, on: false",
                told);
    }

    static Subject unleash() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        ScriptedSite site =
                new ScriptedSite((method, path, body) -> {
                    if (method.equals("POST")) {
                        told.add(path);
                        return "200";
                    }
                    return "200 {\"environments\":[{\"name\":\"prod\",\"enabled\":%s}]}"
                            .formatted(told.isEmpty());
                });
        return subject(
                site,
                "unleash.flag",
                "project: shop, flag: checkout, environment: prod, on: false",
                told);
    }

    static Subject annotation() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        ScriptedSite site =
                new ScriptedSite((method, path, body) -> {
                    if (method.equals("POST")) {
                        told.add(body);
                        return "200 {\"id\":5}";
                    }
                    return path.contains("tags=") && !told.isEmpty()
                            ? "200 [{\"id\":5}]"
                            : "200 []";
                });
        return subject(site, "grafana.annotation", "text: back, tags: [shop]", told);
    }

    static Subject silence() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        ScriptedSite site =
                new ScriptedSite((method, path, body) -> {
                    if (method.equals("POST")) {
                        told.add(Json.read(body, JsonNode.class).path("comment").asText());
                        return "200 {\"silenceID\":\"s1\"}";
                    }
                    return "200 "
                            + Json.text(
                                    told.stream()
                                            .map(c ->
                                                    Map.of(
                                                            "id",
                                                            "s1",
                                                            "comment",
                                                            c,
                                                            "status",
                                                            Map.of("state", "active")))
                                            .toList());
                });
        return subject(site, "alertmanager.silence", "labels: {system: shop}, for: 10m", told);
    }

    static Subject dispatch() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        ScriptedSite site =
                new ScriptedSite((method, path, body) -> {
                    if (method.equals("POST")) {
                        told.add(Json.read(body, JsonNode.class).at("/inputs/key").asText());
                        return "204";
                    }
                    return path.contains("/runs") ? runs(told) : "200 {\"state\":\"active\"}";
                });
        return subject(
                site,
                "github.dispatch",
                "repository: acme/shop, workflow: rollback.yml, ref: main, key-input: key",
                told);
    }

    private static String runs(List<String> keys) {
        return "200 "
                + Json.text(
                        Map.of(
                                "workflow_runs",
                                keys.stream()
                                        .map(k ->
                                                Map.of(
                                                        "id",
                                                        9,
                                                        "display_title",
                                                        "back " + k,
                                                        "status",
                                                        "completed",
                                                        "conclusion",
                                                        "success"))
                                        .toList()));
    }

    private static Subject subject(
            ScriptedSite site, String action, String more, List<String> told) {
        return Subject.of(
                        action,
                        "{url: \"http://%s\", token: t, %s}".formatted(site.host(), more),
                        told::size)
                .hosts(site.host())
                .ending(site);
    }
}
