package dev.holdfast.executor.io.terraform;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.place.Places;
import dev.holdfast.executor.io.process.Command;
import dev.holdfast.executor.io.process.Programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The configuration of one call in a folder of its own: a git work tree of the commit that is named,
/// or the folder as it is. Closing it takes the work tree away again.
final class Workspace implements AutoCloseable {
    private static final Duration GIT = Duration.ofSeconds(20);

    private final Call call;
    private final String program;
    private final Path repository;
    private final Path temporary;
    private final Path configuration;
    private final long end;

    /// Something that Terraform or git refused; nothing was changed by it.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }

        String told() {
            return String.valueOf(getMessage());
        }
    }

    private Workspace(Call call, Path temporary, Path configuration, long end) {
        this.call = call;
        this.program = call.text("program", "terraform");
        this.repository = Path.of(call.text("folder"));
        this.temporary = temporary;
        this.configuration = configuration;
        this.end = end;
    }

    /// Why it is not even tried, if it is not.
    static Optional<String> wrong(Call call) {
        String program = call.text("program", "terraform");
        if (!call.allowed().program(program)) {
            return Optional.of("program %s is not allowed by the pack".formatted(program));
        }
        String commit = call.text("commit", "0000000");
        if (!commit.matches("[A-Za-z0-9][A-Za-z0-9._/-]{0,100}") || commit.contains("..")) {
            return Optional.of("'%s' is no commit, tag or branch".formatted(commit));
        }
        Optional<String> state =
                call.optional("state").flatMap(s -> Places.wrong(call.allowed(), s));
        return state.or(() -> Places.wrong(call.allowed(), call.text("folder")));
    }

    static Workspace open(Call call, Duration limit)
            throws Refused, IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Path temporary = Files.createTempDirectory("holdfast-terraform-");
        Path folder = Path.of(call.text("folder"));
        Workspace whole = new Workspace(call, temporary, folder, end);
        boolean ready = false;
        try {
            if (!call.has("commit")) {
                ready = true;
                whole.initialise();
                return whole;
            }
            Path tree = temporary.resolve("tree");
            whole.git("worktree", "add", "--detach", tree.toString(), call.text("commit"));
            Path top = Path.of(whole.git("rev-parse", "--show-toplevel").strip());
            Path within = top.toRealPath().relativize(folder.toRealPath());
            Workspace earlier = new Workspace(call, temporary, tree.resolve(within), end);
            earlier.initialise();
            ready = true;
            return earlier;
        } finally {
            if (!ready) {
                whole.close();
            }
        }
    }

    private void initialise() throws Refused, IOException, InterruptedException {
        terraform(List.of("init", "-input=false", "-no-color"));
    }

    /// Plans into a file, and says what it would change.
    Changes plan() throws Refused, IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(List.of("plan", "-input=false", "-no-color", "-out=" + file()));
        call.optional("state").ifPresent(s -> words.add("-state=" + s));
        call.texts("targets").forEach(t -> words.add("-target=" + t));
        call.table("vars").forEach((k, v) -> words.add("-var=" + k + "=" + v));
        terraform(words);
        String json = terraform(List.of("show", "-json", "-no-color", file().toString()));
        int begin = json.indexOf('{');
        try {
            return Changes.of(Json.read(json.substring(Math.max(begin, 0)), JsonNode.class));
        } catch (Json.Unreadable e) {
            throw new Refused("terraform show answers no JSON, or more than is read");
        }
    }

    /// Exactly what [#plan] has planned; Terraform itself refuses when the state has moved since.
    String apply() throws Refused, IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("apply", "-input=false", "-no-color"));
        call.optional("state").ifPresent(s -> words.add("-state=" + s));
        words.add(file().toString());
        return terraform(words);
    }

    private Path file() {
        return temporary.resolve("plan");
    }

    private String terraform(List<String> words) throws Refused, IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(program));
        line.addAll(words);
        Map<String, String> environment = new HashMap<>(call.table("env"));
        environment.put("TF_IN_AUTOMATION", "1");
        environment.put("TF_INPUT", "0");
        environment.put("TF_CLI_CONFIG_FILE", configurationFile());
        Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        Programs.Ended ended = Programs.run(new Command(line, configuration, environment), left);
        if (ended.code() != 0) {
            throw new Refused(
                    "terraform %s: exit code %d\n%s"
                            .formatted(words.getFirst(), ended.code(), ended.output()));
        }
        return ended.output();
    }

    /// The executor's own settings of Terraform if it has some, else none.
    private static String configurationFile() {
        return System.getenv().getOrDefault("TF_CLI_CONFIG_FILE", "");
    }

    private String git(String... words) throws Refused, IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("git"));
        line.addAll(List.of(words));
        Programs.Ended ended =
                Programs.run(
                        new Command(line, repository, Map.of("GIT_TERMINAL_PROMPT", "0")), GIT);
        if (ended.code() != 0) {
            throw new Refused("git %s: %s".formatted(words[0], ended.output().strip()));
        }
        return ended.output();
    }

    @Override
    public void close() throws IOException {
        if (call.has("commit")) {
            try {
                git("worktree", "remove", "--force", temporary.resolve("tree").toString());
            } catch (Refused _) {
                // It was never added.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        try (Stream<Path> all = Files.walk(temporary)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
