package dev.holdfast.executor.io.git;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.place.Bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A git repository as a call names it. git never asks for a password and never runs hooks of the
/// repository, which would be programs that nobody has allowed.
record Repo(Bench bench, Call call, String folder) {
    static final ArgumentForm REPO = ArgumentForm.needs("repo", ArgumentType.PATH);

    /// The trailer of our commits, by which a repeat is recognised.
    static final String TRAILER = "Holdfast-Key: ";

    private static final List<String> ALWAYS =
            List.of(
                    "git",
                    "-c",
                    "core.hooksPath=/dev/null",
                    "-c",
                    "core.fsmonitor=false",
                    "-c",
                    "user.name=Holdfast",
                    "-c",
                    "user.email=holdfast@localhost",
                    "-c",
                    "advice.detachedHead=false",
                    "-c",
                    "credential.interactive=false",
                    "-c",
                    "protocol.ext.allow=never");

    static Repo of(Bench bench, Call call) {
        return new Repo(bench, call, call.text("repo"));
    }

    List<String> obstacles() {
        return bench.obstacles(call, "git", List.of(folder));
    }

    private List<String> line(String... words) {
        List<String> line = new ArrayList<>(ALWAYS);
        line.addAll(List.of(words));
        return line;
    }

    /// Looks.
    String ask(String... words) throws IOException, InterruptedException {
        return bench.ask(call, folder, line(words));
    }

    boolean yes(String... words) throws IOException, InterruptedException {
        return bench.ended(call, folder, line(words)).code() == 0;
    }

    /// Does.
    String run(Effect effect, String... words) throws IOException, InterruptedException {
        return bench.run(call, folder, line(words), effect);
    }

    /// Does, in another folder of the same repository.
    String runIn(Effect effect, String other, String... words)
            throws IOException, InterruptedException {
        return bench.run(call, other, line(words), effect);
    }

    /// The commit that a name stands for; a name that could be an option stands for none.
    Optional<String> commit(String name) throws IOException, InterruptedException {
        if (name.isEmpty() || name.startsWith("-")) {
            return Optional.empty();
        }
        var found =
                bench.ended(
                        call,
                        folder,
                        line(
                                "rev-parse",
                                "--verify",
                                "--quiet",
                                "--end-of-options",
                                name + "^{commit}"));
        return found.code() == 0 ? Optional.of(found.output().strip()) : Optional.empty();
    }

    /// The commit that the plan found behind a name: a tag or branch may have been moved since. While the
    /// plan is made, and for names that it did not know yet, the one behind it now.
    Optional<String> meant(String name) throws IOException, InterruptedException {
        String planned = call.rests().get(resting(name));
        return planned == null ? commit(name) : commit(planned);
    }

    /// What the plan rests on: the commits behind these names.
    Map<String, String> meaning(List<String> names) throws IOException, InterruptedException {
        Map<String, String> meaning = new TreeMap<>();
        for (String name : names) {
            commit(name).ifPresent(commit -> meaning.put(resting(name), commit));
        }
        return meaning;
    }

    private static String resting(String name) {
        return "commit behind " + name;
    }

    /// What is changed in the work tree against what is committed; files that git does not know do
    /// not count.
    String changed() throws IOException, InterruptedException {
        return ask("status", "--porcelain", "--untracked-files=no").strip();
    }

    static String brief(String commit) {
        return commit.length() > 10 ? commit.substring(0, 10) : commit;
    }

    @Override
    public String toString() {
        return call.shown("repo");
    }
}
