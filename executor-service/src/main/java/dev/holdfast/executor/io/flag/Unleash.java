package dev.holdfast.executor.io.flag;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.executor.io.request.Site;
import dev.holdfast.executor.io.request.Trouble;

import java.util.Map;

/// Unleash's admin API.
record Unleash() implements FlagService {
    private static String path(Flag flag) {
        return "/api/admin/projects/%s/features/%s"
                .formatted(Site.encoded(flag.project()), Site.encoded(flag.name()));
    }

    @Override
    public boolean on(Site site, Flag flag) throws Trouble {
        for (JsonNode environment : site.get(path(flag)).path("environments")) {
            if (environment.path("name").asText().equals(flag.environment())) {
                return environment.path("enabled").asBoolean();
            }
        }
        throw Trouble.refused(
                "flag %s has no environment %s".formatted(flag.name(), flag.environment()));
    }

    @Override
    public void put(Site site, Flag flag, boolean on, String comment) throws Trouble {
        site.send(
                "POST",
                "%s/environments/%s/%s"
                        .formatted(path(flag), Site.encoded(flag.environment()), on ? "on" : "off"),
                "{}",
                Map.of());
    }
}
