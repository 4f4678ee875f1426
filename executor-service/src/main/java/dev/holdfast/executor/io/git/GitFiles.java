package dev.holdfast.executor.io.git;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.domain.words.Form;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.UndoableAction;
import dev.holdfast.executor.io.place.Bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `git.files`: puts single files of a work tree back as they were at a commit or tag, and nothing
/// else. Checkable: the files have that content. What they held before, committed or not, is kept in
/// git's own store, so it can be undone.
public final class GitFiles implements UndoableAction {
    private final Bench bench;

    public GitFiles(Bench bench) {
        this.bench = bench;
    }

    @Override
    public String name() {
        return "git.files";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return Bench.placed(
                List.of(
                        Repo.REPO,
                        ArgumentForm.needs("to", ArgumentType.TEXT),
                        ArgumentForm.needs("files", ArgumentType.TEXTS)));
    }

    @Override
    public Map<String, String> wrong(Map<String, Form> with) {
        Form files = with.get("files");
        boolean strays =
                files != null
                        && (files.items().isEmpty()
                                || files.items().stream().anyMatch(t -> strays(t.text())));
        return strays
                ? Map.of("files", "files are named from the top of the repository, without '..'")
                : Map.of();
    }

    private static boolean strays(String file) {
        return file.isEmpty()
                || file.startsWith("/")
                || file.startsWith("-")
                || file.startsWith(":")
                || Arrays.asList(file.split("/")).contains("..")
                || Arrays.asList(file.split("/")).contains(".git");
    }

    @Override
    public String target(Call call) {
        return "git " + call.shown("repo");
    }

    @Override
    public Preview plan(Call call) {
        Repo repo = Repo.of(bench, call);
        List<String> files = call.texts("files");
        Preview preview =
                Preview.of(
                        "put %s of %s back as they were at %s"
                                .formatted(files, repo, call.shown("to")),
                        Repeat.CHECKABLE,
                        Duration.ofSeconds(1));
        List<String> obstacles = new ArrayList<>(repo.obstacles());
        files.stream().filter(GitFiles::strays).forEach(f -> obstacles.add(f + " leads astray"));
        if (!obstacles.isEmpty()) {
            return preview.hindered(obstacles);
        }
        return Bench.looked(
                preview,
                repo.toString(),
                () -> {
                    Optional<String> to = repo.commit(call.text("to"));
                    if (to.isEmpty()) {
                        return preview.hindered(
                                List.of(
                                        "%s knows no commit or tag '%s'"
                                                .formatted(repo, call.shown("to"))));
                    }
                    for (String file : files) {
                        if (!repo.yes("cat-file", "-e", to.get() + ":" + file)) {
                            obstacles.add(
                                    "%s was not there at %s".formatted(file, call.shown("to")));
                        }
                    }
                    Map<String, String> rests = content(repo, files);
                    rests.putAll(repo.meaning(List.of(call.text("to"))));
                    return preview.moving(rests, Map.of("files", to.get())).hindered(obstacles);
                });
    }

    /// What each file holds now, as git names content; `-` for a file that is not there.
    private static Map<String, String> content(Repo repo, List<String> files)
            throws IOException, InterruptedException {
        Map<String, String> content = new TreeMap<>();
        for (String file : files) {
            boolean there = repo.yes("hash-object", "--", file);
            content.put(file, there ? repo.ask("hash-object", "--", file).strip() : "-");
        }
        return content;
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    Repo repo = Repo.of(bench, call);
                    String to = repo.meant(call.text("to")).orElse("");
                    List<String> files = call.texts("files");
                    Map<String, String> now = content(repo, files);
                    for (String file : files) {
                        String before = call.rests().getOrDefault(file, "");
                        String is = now.getOrDefault(file, "");
                        if (!is.equals(before) && !is.equals(wanted(repo, to, file))) {
                            return new Finding.NotDone(
                                    "%s was changed since it was planned".formatted(file), "");
                        }
                    }
                    for (String file : files) {
                        if (!now.getOrDefault(file, "-").equals("-")) {
                            var _ = repo.run(effect, "hash-object", "-w", "--", file);
                        }
                    }
                    List<String> line = new ArrayList<>(List.of("checkout", to, "--"));
                    line.addAll(files);
                    var _ = repo.run(effect, line.toArray(String[]::new));
                    return done(files, to);
                });
    }

    private static String wanted(Repo repo, String commit, String file)
            throws IOException, InterruptedException {
        return repo.ask("rev-parse", "--verify", commit + ":" + file).strip();
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    Repo repo = Repo.of(bench, call);
                    String to = repo.meant(call.text("to")).orElse("");
                    Map<String, String> now = content(repo, call.texts("files"));
                    for (String file : call.texts("files")) {
                        if (!wanted(repo, to, file).equals(now.get(file))) {
                            return new Finding.NotDone("%s is another still".formatted(file), "");
                        }
                    }
                    return done(call.texts("files"), to);
                });
    }

    @Override
    public Finding undo(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    Repo repo = Repo.of(bench, call);
                    for (String file : call.texts("files")) {
                        String before = call.rests().getOrDefault(file, "-");
                        if (before.equals("-")) {
                            var _ = repo.run(effect, "rm", "--force", "--quiet", "--", file);
                        } else {
                            String mode = repo.ask("ls-files", "--stage", "--", file);
                            String kind = mode.length() > 6 ? mode.substring(0, 6) : "100644";
                            var _ =
                                    repo.run(
                                            effect,
                                            "update-index",
                                            "--add",
                                            "--cacheinfo",
                                            kind + "," + before + "," + file);
                            var _ = repo.run(effect, "checkout-index", "--force", "--", file);
                        }
                    }
                    return new Finding.Done(
                            "%s hold what they held before".formatted(call.texts("files")));
                });
    }

    @Override
    public Finding observeUndo(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    Map<String, String> now = content(Repo.of(bench, call), call.texts("files"));
                    return call.rests().entrySet().containsAll(now.entrySet())
                            ? new Finding.Done("the files hold what they held before")
                            : new Finding.NotDone("the files hold something else", now.toString());
                });
    }

    private static Finding done(List<String> files, String to) {
        return new Finding.Done("%s are as they were at %s".formatted(files, to));
    }
}
