package dev.holdfast.executor.io.compose;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.YamlDepth;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.place.Bench;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A Compose project as a call names it, with the tool that is there: `docker compose`, or the older
/// `docker-compose`. Only the named services are ever touched: never the database along.
record Project(Bench bench, Call call, String folder) {
    static final List<ArgumentForm> ARGUMENTS =
            List.of(
                    ArgumentForm.needs("folder", ArgumentType.PATH),
                    ArgumentForm.takes("file", ArgumentType.TEXT),
                    ArgumentForm.takes("env-file", ArgumentType.TEXT),
                    ArgumentForm.takes("project", ArgumentType.TEXT),
                    ArgumentForm.choice("tool", "docker-compose", "docker compose"));

    /// Beside the Compose file; ours alone.
    static final String OVERRIDE = "holdfast.override.yml";

    private static final int MOST_DEPTH = 100;

    private static final String NAME = "[a-z0-9][a-z0-9_-]{0,62}";

    static Project of(Bench bench, Call call) {
        return new Project(bench, call, call.text("folder"));
    }

    String file() {
        return call.text("file", "docker-compose.yml");
    }

    List<String> obstacles(List<String> services) {
        List<String> obstacles =
                new ArrayList<>(bench.obstacles(call, program().getFirst(), List.of(folder)));
        if (!file().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,100}")) {
            obstacles.add("'%s' is no name of a file in %s".formatted(file(), folder));
        }
        if (call.has("env-file")
                && !call.text("env-file").matches("[A-Za-z0-9._][A-Za-z0-9._-]{0,100}")) {
            obstacles.add(
                    "'%s' is no name of a file in %s".formatted(call.text("env-file"), folder));
        }
        if (call.has("project") && !call.text("project").matches(NAME)) {
            obstacles.add("'%s' is no name of a project".formatted(call.text("project")));
        }
        services.stream()
                .filter(s -> !s.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}"))
                .forEach(s -> obstacles.add("'%s' is no name of a service".formatted(s)));
        return obstacles;
    }

    private List<String> program() {
        return List.of(call.text("tool", "docker-compose").split(" "));
    }

    private List<String> line(boolean override, List<String> words) {
        List<String> line = new ArrayList<>(program());
        call.optional("env-file").ifPresent(f -> line.addAll(List.of("--env-file", f)));
        line.addAll(List.of("-f", file()));
        if (override) {
            line.addAll(List.of("-f", OVERRIDE));
        }
        call.optional("project").ifPresent(p -> line.addAll(List.of("-p", p)));
        line.addAll(words);
        return line;
    }

    /// Whether our override file is there.
    boolean overridden() throws IOException, InterruptedException {
        return bench.ended(call, folder, List.of("test", "-f", OVERRIDE)).code() == 0;
    }

    String ask(List<String> words) throws IOException, InterruptedException {
        return bench.ask(call, folder, line(overridden(), words));
    }

    String run(Effect effect, List<String> words) throws IOException, InterruptedException {
        return bench.run(call, folder, line(overridden(), words), effect);
    }

    /// The services that the file names. It is read here where that can be done: the tool takes most
    /// of a second to say it, and a plan of a P0 has two.
    List<String> services() throws IOException, InterruptedException {
        String text = bench.ask(call, folder, List.of("cat", file()));
        LoadSettings settings = LoadSettings.builder().build();
        try {
            if (YamlDepth.tooDeep(settings, text, MOST_DEPTH).isEmpty()
                    && new Load(settings).loadFromString(text) instanceof Map<?, ?> root
                    && root.get("services") instanceof Map<?, ?> named
                    && !root.containsKey("include")
                    && named.values().stream().allMatch(Project::plain)) {
                return named.keySet().stream().map(String::valueOf).toList();
            }
        } catch (YamlEngineException _) {
            // It may use what only the tool knows, such as `!reset`; if not, the tool says what is
            // wrong.
        }
        return ask(List.of("config", "--services")).lines().map(String::strip).toList();
    }

    /// Whether it is always a service of the project, whatever the tool is told beside.
    private static boolean plain(@Nullable Object service) {
        return !(service instanceof Map<?, ?> m)
                || (!m.containsKey("profiles") && !m.containsKey("extends"));
    }

    /// The containers of a service, as docker describes them.
    List<Container> containers(String service) throws IOException, InterruptedException {
        List<Container> all = new ArrayList<>();
        List<String> ids =
                ask(List.of("ps", "-q", service)).lines().filter(l -> !l.isBlank()).toList();
        for (String id : ids) {
            JsonNode node =
                    Json.read(
                                    bench.ask(
                                            call, folder, List.of("docker", "inspect", id.strip())),
                                    JsonNode.class)
                            .path(0);
            all.add(
                    new Container(
                            id.strip(),
                            node.path("Config").path("Image").asText(),
                            node.path("Image").asText(),
                            node.path("State").path("Status").asText(),
                            node.path("State").path("Health").path("Status").asText("none"),
                            node.path("State").path("StartedAt").asText()));
        }
        return all;
    }

    /// The identity of an image here; empty when it is not here.
    String imageId(String image) throws IOException, InterruptedException {
        var found =
                bench.ended(
                        call,
                        folder,
                        List.of("docker", "image", "inspect", "--format", "{{.Id}}", image));
        return found.code() == 0 ? found.output().strip() : "";
    }

    /// @param image the name it was started with
    /// @param imageId what that name meant then
    /// @param health `healthy`, `starting`, `unhealthy`, or `none` when nobody says
    record Container(
            String id,
            String image,
            String imageId,
            String status,
            String health,
            String startedAt) {
        boolean up() {
            return status.equals("running") && (health.equals("none") || health.equals("healthy"));
        }
    }

    @Override
    public String toString() {
        return "compose in " + call.shown("folder");
    }
}
