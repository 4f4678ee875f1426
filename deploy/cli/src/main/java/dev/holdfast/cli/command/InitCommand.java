package dev.holdfast.cli.command;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `holdfast init DIR`
@Command(
        name = "init",
        description = "Makes a new pack from one that comes along and your answers; valid at once.",
        footer = {
            "",
            "Kinds: pm2 (like my-store), compose (azora), kubernetes (mgmt-vibe), aws (ecommerce).",
            "",
            "Examples:",
            "  holdfast init packs/bakery --kind compose --system bakery --ask",
            "  holdfast init packs/bakery --from azora --system bakery --owner bakers \\",
            "      --set azora-url=https://bakery.example --set azora-home=/srv/bakery"
        })
public final class InitCommand implements Callable<Integer> {
    private static final Map<String, String> KINDS =
            Map.of(
                    "pm2", "my-store",
                    "compose", "azora",
                    "kubernetes", "mgmt-vibe",
                    "aws", "ecommerce");
    private static final Pattern SYSTEM = Pattern.compile("(?m)^system:.*$");
    private static final Pattern OWNER = Pattern.compile("(?m)^owner:.*$");
    private static final Pattern DESCRIPTION = Pattern.compile("(?m)^description:.*$");
    private static final Pattern NOTE = Pattern.compile("(?m)\\A(#.*\\n)+");

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(paramLabel = "DIR", description = "The new pack's folder; it must not exist yet.")
    private Path folder = Path.of(".");

    @Option(names = "--kind", paramLabel = "KIND", description = "How the system runs.")
    private @Nullable String kind;

    @Option(names = "--from", paramLabel = "PACK", description = "Or which pack it is like.")
    private @Nullable String from;

    @Option(
            names = "--system",
            paramLabel = "NAME",
            required = true,
            description = "The system's name: lower-case letters, digits, '-'.")
    private String system = "";

    @Option(names = "--owner", paramLabel = "TEAM", description = "Who owns the pack.")
    private @Nullable String owner;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A variable's value; may be given several times.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--ask", description = "Asks for each variable that is not set.")
    private boolean ask;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        if (Files.exists(folder)) {
            throw new Failure(Exit.USAGE, "%s is there already".formatted(folder));
        }
        PackFiles like = PackOptions.read(like(), Map.of());
        if (ask) {
            answer(out, like);
        }
        PackFiles fresh = fresh(like);
        List<Problem> problems = PackCheck.problems(fresh);
        if (!problems.isEmpty()) {
            problems.forEach(out::println);
            out.flush();
            return Exit.FAILED;
        }
        write(fresh);
        out.printf(
                "%s: %d files, nothing wrong. Read pack.yml (people, secrets, lab) and decisions.yml first; its mode is observe.%n",
                folder, fresh.files().size());
        out.flush();
        return Exit.DONE;
    }

    private Path like() {
        String named = from;
        if (named == null) {
            named = KINDS.get(kind == null ? "" : kind);
        }
        if (named == null) {
            throw new Failure(
                    Exit.USAGE,
                    "Say --kind %s, or --from PACK"
                            .formatted(
                                    String.join("|", KINDS.keySet().stream().sorted().toList())));
        }
        return place.house().root().resolve("deploy/packs").resolve(named);
    }

    /// Variables of the pack, one line each; an empty answer keeps what is there.
    private void answer(PrintWriter out, PackFiles like) {
        PackManifest manifest =
                PackManifest.read(like, new Problems())
                        .orElseThrow(() -> new Failure(Exit.FAILED, "pack.yml cannot be read"));
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            for (var variable : manifest.variables().entrySet()) {
                if (values.containsKey(variable.getKey())) {
                    continue;
                }
                out.printf("%s [%s]: ", variable.getKey(), variable.getValue());
                out.flush();
                String line = in.readLine();
                if (line != null && !line.isBlank()) {
                    values.put(variable.getKey(), line.strip());
                }
            }
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "No answer could be read: " + e.getMessage(), e);
        }
    }

    /// Under its own name, watching only until somebody trusts it.
    private PackFiles fresh(PackFiles like) {
        Map<String, String> files = new LinkedHashMap<>(like.files());
        String manifest = files.getOrDefault("pack.yml", "");
        manifest = line(manifest, NOTE, "# Made from the pack " + like.name() + ".\n");
        manifest = line(manifest, SYSTEM, "system: " + system);
        manifest = line(manifest, DESCRIPTION, "description: " + system);
        if (owner != null) {
            manifest = line(manifest, OWNER, "owner: " + owner);
        }
        for (var value : values.entrySet()) {
            manifest = PackOptions.withVariable(manifest, value.getKey(), value.getValue());
        }
        files.put("pack.yml", manifest);
        files.computeIfPresent(
                "decisions.yml", (_, text) -> text.replaceFirst("(?m)^mode:.*$", "mode: observe"));
        files.keySet().removeIf(file -> file.startsWith("tests/"));
        return PackFiles.of(system, files);
    }

    private static String line(String text, Pattern pattern, String line) {
        return pattern.matcher(text).replaceFirst(Matcher.quoteReplacement(line));
    }

    private void write(PackFiles pack) {
        try {
            for (var file : pack.files().entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.toAbsolutePath().getParent());
                Files.writeString(path, file.getValue());
            }
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "Cannot write %s: %s".formatted(folder, e), e);
        }
    }
}
