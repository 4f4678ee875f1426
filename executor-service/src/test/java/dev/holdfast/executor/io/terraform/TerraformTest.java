package dev.holdfast.executor.io.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.Calls;
import dev.holdfast.executor.io.process.Command;
import dev.holdfast.executor.io.process.Programs;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A real terraform with its built-in resource, and a real git repository.
class TerraformTest {
    private static final Effect EFFECT = Calls.effect("terraform", Duration.ofMinutes(2));

    private final TerraformApply action = new TerraformApply();

    @TempDir private Path home;
    private Path infra;
    private Path state;

    @BeforeEach
    void aReleaseThatChangedTheInfrastructure() throws Exception {
        boolean there =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .anyMatch(f -> Files.isExecutable(Path.of(f, "terraform")));
        Assumptions.assumeTrue(there, "there is no terraform on the path");
        home = home.toRealPath();
        infra = Files.createDirectories(home.resolve("repository/infra"));
        state = home.resolve("terraform.tfstate");
        run("git", "init", "-q", "-b", "main", "..");
        commit("v1", data("size", "small"));
        commit("v2", data("size", "large") + data("cache", "new"));
        Preview preview = action.plan(call(Map.of()));
        assertThat(action.apply(call(Map.of(), preview.rests()), EFFECT))
                .isInstanceOf(Finding.Done.class);
    }

    private static String data(String name, String value) {
        return "resource \"terraform_data\" \"%s\" {\n  input = \"%s\"\n}\n".formatted(name, value);
    }

    private void commit(String tag, String text) throws Exception {
        Files.writeString(infra.resolve("main.tf"), text);
        run("git", "add", "-A");
        run("git", "-c", "user.name=t", "-c", "user.email=t@t.example", "commit", "-q", "-m", tag);
        run("git", "tag", tag);
    }

    private void run(String... words) throws IOException, InterruptedException {
        Programs.Ended ended =
                Programs.run(new Command(List.of(words), infra, Map.of()), Duration.ofSeconds(20));
        assertThat(ended.code()).as(ended.output()).isZero();
    }

    private Call call(Map<String, Object> with) {
        return call(with, Map.of());
    }

    private Call call(Map<String, Object> with, Map<String, String> rests) {
        Map<String, Object> all = new HashMap<>(with);
        all.put("folder", infra.toString());
        all.put("state", state.toString());
        Allowed allowed = new Allowed(List.of("terraform"), List.of(), List.of(home.toString()));
        return Calls.call(allowed, all, rests);
    }

    @Test
    void an_earlier_commit_is_applied_and_only_what_is_listed_is_destroyed() throws Exception {
        Map<String, Object> back = new HashMap<>(Map.of("commit", "v1"));
        Preview refused = action.plan(call(back));
        assertThat(refused.obstacles())
                .containsExactly(
                        "it would destroy [terraform_data.cache], which `destroys` does not list");
        assertThat(refused.dataLost()).isEqualTo("what [terraform_data.cache] hold");
        assertThat(action.apply(call(back, refused.rests()), EFFECT))
                .isInstanceOf(Finding.NotDone.class);

        back.put("destroys", List.of("terraform_data.cache"));
        Preview preview = action.plan(call(back));
        assertThat(preview.obstacles()).isEmpty();
        assertThat(preview.does())
                .endsWith("at v1: {terraform_data.cache=delete, terraform_data.size=update}");
        Call call = call(back, preview.rests());
        assertThat(action.observe(call, EFFECT)).isInstanceOf(Finding.NotDone.class);
        assertThat(action.apply(call, EFFECT)).isInstanceOf(Finding.Done.class);
        assertThat(Files.readString(state)).contains("small").doesNotContain("large", "cache");
        assertThat(action.observe(call, EFFECT)).isInstanceOf(Finding.Done.class);
        assertThat(action.apply(call, EFFECT)).isInstanceOf(Finding.Done.class); // twice is once
        List<String> trees = new ArrayList<>();
        try (Stream<Path> left = Files.list(infra.resolveSibling(".git"))) {
            left.map(p -> p.getFileName().toString()).forEach(trees::add);
        }
        assertThat(trees).doesNotContain("worktrees");
    }

    @Test
    void a_target_alone_goes_back_and_what_has_moved_since_is_not_applied() throws Exception {
        Map<String, Object> with =
                Map.of("commit", "v1", "targets", List.of("terraform_data.size"));
        Preview preview = action.plan(call(with));
        assertThat(preview.does()).endsWith("at v1: {terraform_data.size=update}");
        assertThat(preview.dataLost()).isNull();

        Call stale = call(with, Map.of("changes", "{terraform_data.size=delete create}"));
        assertThat(action.apply(stale, EFFECT)).isInstanceOf(Finding.NotDone.class);
        assertThat(Files.readString(state)).contains("large");
        assertThat(action.apply(call(with, preview.rests()), EFFECT))
                .isInstanceOf(Finding.Done.class);
        assertThat(Files.readString(state)).contains("small", "cache");
    }

    @Test
    void odd_commits_programs_and_folders_stand_in_the_way() {
        assertThat(action.plan(call(Map.of("commit", "--upload-pack=x"))).obstacles())
                .containsExactly("'--upload-pack=x' is no commit, tag or branch");
        assertThat(action.plan(call(Map.of("program", "/bin/sh"))).obstacles())
                .containsExactly("program /bin/sh is not allowed by the pack");
        assertThat(action.plan(call(Map.of("commit", "nowhere"))).obstacles())
                .singleElement()
                .asString()
                .startsWith("git worktree:");
    }
}
