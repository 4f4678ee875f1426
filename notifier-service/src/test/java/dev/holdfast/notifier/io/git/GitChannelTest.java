package dev.holdfast.notifier.io.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.plan.Address.GitAddress;
import dev.holdfast.notifier.io.Letters;
import dev.holdfast.notifier.io.channel.Untold;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class GitChannelTest {
    @Test
    void a_notice_is_one_commit_however_often_it_is_tried(@TempDir Path root) throws Exception {
        assumeTrue(there(), "git is not installed");
        Path remote = root.resolve("reports.git");
        git(root, "init", "--quiet", "--bare", remote.toString());
        GitChannel channel = new GitChannel(root.resolve("copies"));
        GitAddress address =
                new GitAddress(remote.toString(), "main", "incidents", Duration.ofSeconds(30));
        Letters letters = new Letters();

        assertThat(channel.send(address, letters.next("incident-started")))
                .isInstanceOf(Delivered.class);
        channel.send(address, letters.again("incident-started"));
        // Another writer was here meanwhile.
        GitChannel other = new GitChannel(root.resolve("elsewhere"));
        other.send(address, letters.next("update"));
        channel.send(address, letters.next("resolved"));

        assertThat(git(remote, "log", "--format=%s", "main").lines())
                .containsExactly(
                        "🚨 subject of resolved",
                        "🚨 subject of update",
                        "🚨 subject of incident-started");
        assertThat(git(remote, "ls-tree", "-r", "--name-only", "main"))
                .contains("incidents/%s/resolved-".formatted(Letters.INCIDENT));
    }

    @Test
    void two_repositories_never_share_a_working_copy() {
        // The same String.hashCode().
        assertThat(GitChannel.name("https://git.example/Aa.git"))
                .isNotEqualTo(GitChannel.name("https://git.example/BB.git"));
    }

    @Test
    void a_repository_that_is_not_there_may_come_later(@TempDir Path root) {
        assumeTrue(there(), "git is not installed");
        GitAddress address =
                new GitAddress(
                        root.resolve("none.git").toString(), "main", "x", Duration.ofSeconds(30));
        org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                        new GitChannel(root.resolve("copies"))
                                .send(address, new Letters().next("update")))
                .isInstanceOf(Untold.class)
                .hasMessageContaining("git clone");
    }

    private static boolean there() {
        return Files.isExecutable(Path.of("/usr/bin/git"));
    }

    private static String git(Path folder, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process p =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(p.waitFor()).describedAs(said).isZero();
        return said;
    }
}
