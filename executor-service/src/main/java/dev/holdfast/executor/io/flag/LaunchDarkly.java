package dev.holdfast.executor.io.flag;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.io.request.Site;
import dev.holdfast.executor.io.request.Trouble;

import java.util.List;
import java.util.Map;

/// LaunchDarkly's REST API, by semantic patches: they say what is meant, whatever the flag looks like.
record LaunchDarkly() implements FlagService {
    private static final String SEMANTIC =
            "application/json; domain-model=launchdarkly.semanticpatch";

    private static String path(Flag flag) {
        return "/api/v2/flags/%s/%s"
                .formatted(Site.encoded(flag.project()), Site.encoded(flag.name()));
    }

    @Override
    public boolean on(Site site, Flag flag) throws Trouble {
        JsonNode on =
                site.get(path(flag) + "?env=" + Site.encoded(flag.environment()))
                        .path("environments")
                        .path(flag.environment())
                        .path("on");
        if (!on.isBoolean()) {
            throw Trouble.refused(
                    "flag %s has no environment %s".formatted(flag.name(), flag.environment()));
        }
        return on.asBoolean();
    }

    @Override
    public void put(Site site, Flag flag, boolean on, String comment) throws Trouble {
        Map<String, Object> body =
                Map.of(
                        "environmentKey", flag.environment(),
                        "instructions", List.of(Map.of("kind", on ? "turnFlagOn" : "turnFlagOff")),
                        "comment", comment);
        site.send("PATCH", path(flag), Json.text(body), Map.of("Content-Type", SEMANTIC));
    }
}
