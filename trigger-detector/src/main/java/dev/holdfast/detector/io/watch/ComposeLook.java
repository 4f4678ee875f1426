package dev.holdfast.detector.io.watch;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.ImageWatch;
import dev.holdfast.detector.domain.release.Patience;
import dev.holdfast.detector.domain.release.Sighting;
import dev.holdfast.detector.domain.release.Sighting.State;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads the containers of one service, which both `docker compose` and the older `docker-compose`
/// label with project and service. A container without a health check counts as running when two
/// looks have shown the same start. One that has ended, or is unhealthy, may be started again and come
/// right: how long it is waited for [Patience] says.
final class ComposeLook implements Look {
    private static final String COMMIT = "org.opencontainers.image.revision";

    private final Docker docker;
    private final ImageWatch.Compose place;
    private final Patience patience = new Patience();
    private Set<String> started = Set.of();

    ComposeLook(Docker docker, ImageWatch.Compose place) {
        this.docker = docker;
        this.place = place;
    }

    @Override
    public Optional<Seen> look(long at) throws IOException, InterruptedException {
        List<String> ids =
                docker.ask(
                                List.of(
                                        "ps",
                                        "--all",
                                        "--no-trunc",
                                        "--quiet",
                                        "--filter",
                                        "label=com.docker.compose.project=" + place.project(),
                                        "--filter",
                                        "label=com.docker.compose.service=" + place.service(),
                                        "--filter",
                                        "label=com.docker.compose.oneoff=False"))
                        .lines()
                        .filter(l -> !l.isBlank())
                        .toList();
        if (ids.isEmpty()) {
            started = Set.of();
            return Optional.empty();
        }
        List<String> inspect = new ArrayList<>(List.of("inspect", "--type", "container"));
        inspect.addAll(ids);
        try {
            return Optional.of(seen(Json.read(docker.ask(inspect), JsonNode.class), at));
        } catch (Json.Unreadable e) {
            throw new IOException("`docker inspect` answers no JSON", e);
        }
    }

    /// Of all of them; the newest says which image is wanted.
    ///
    /// @param at when they were asked for, milliseconds since the epoch
    Seen seen(JsonNode containers, long at) {
        List<JsonNode> all = new ArrayList<>();
        containers.forEach(all::add);
        JsonNode newest =
                all.stream()
                        .max(Comparator.comparing(c -> c.path("Created").asText()))
                        .orElseThrow();
        String commit = commit(newest.path("Config").path("Labels").path(COMMIT).asText());
        Seen seen = now(all, image(newest));
        State state = patience.after(new Sighting(seen.release(), seen.state(), at));
        return new Seen(seen.image(), state, seen.told(), false, commit);
    }

    /// What this look alone shows.
    private Seen now(List<JsonNode> all, String image) {
        Set<String> before = started;
        started = new TreeSet<>();
        all.forEach(c -> started.add(c.path("Id").asText() + c.at("/State/StartedAt").asText()));
        List<JsonNode> old = all.stream().filter(c -> !image(c).equals(image)).toList();
        if (!old.isEmpty()) {
            return Seen.of(
                    image,
                    State.ROLLING,
                    "%d of %d containers have another image".formatted(old.size(), all.size()));
        }
        for (JsonNode c : all) {
            String wrong = wrong(c);
            if (wrong != null) {
                return Seen.of(image, State.FAILING, wrong);
            }
        }
        boolean up = all.stream().allMatch(c -> up(c, before));
        return Seen.of(
                image,
                up ? State.RUNNING : State.ROLLING,
                "%d containers, %s".formatted(all.size(), up ? "all up" : "not all up yet"));
    }

    private static String image(JsonNode container) {
        return container.at("/Config/Image").asText();
    }

    private static @Nullable String wrong(JsonNode c) {
        String status = c.at("/State/Status").asText();
        String health = c.at("/State/Health/Status").asText();
        return switch (status) {
            case "exited", "dead", "restarting" ->
                    "a container is %s, its code was %d"
                            .formatted(status, c.at("/State/ExitCode").asInt());
            default -> health.equals("unhealthy") ? "a container is unhealthy" : null;
        };
    }

    private static boolean up(JsonNode c, Set<String> before) {
        boolean runs = c.at("/State/Status").asText().equals("running");
        String health = c.at("/State/Health/Status").asText("none");
        boolean stays = before.contains(c.path("Id").asText() + c.at("/State/StartedAt").asText());
        return runs && (health.equals("healthy") || (health.equals("none") && stays));
    }

    private static @Nullable String commit(String label) {
        return label.matches("[A-Za-z0-9._-]{4,100}") ? label : null;
    }
}
