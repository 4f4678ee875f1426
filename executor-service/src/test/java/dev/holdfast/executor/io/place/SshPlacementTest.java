package dev.holdfast.executor.io.place;

import static dev.holdfast.executor.io.Outside.done;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;
import dev.holdfast.executor.io.Calls;
import dev.holdfast.executor.io.process.ProcessRun;
import dev.holdfast.executor.io.settings.EnvironmentSet;
import dev.holdfast.executor.io.systemd.SystemdAction;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Commands over a real SSH server of our own.
class SshPlacementTest {
    @TempDir private static Path home;
    private static SshServer server;

    private final ProcessRun run = new ProcessRun(Set.of());
    private final Bench bench = new Bench(Set.of());

    @BeforeAll
    static void aServer() throws Exception {
        home = home.toRealPath();
        Path bin = Files.createDirectory(home.resolve("bin"));
        script(bin.resolve("echo-args"), "for a in \"$@\"; do printf '<%s>' \"$a\"; done\n");
        script(bin.resolve("where"), "pwd; echo \"$COLOUR $HOLDFAST_KEY\"\n");
        script(bin.resolve("lasts"), "echo $$ > %s/lasts.pid; exec sleep 60\n".formatted(home));
        script(bin.resolve("dies"), "kill -9 $PPID; sleep 5\n");
        script(
                bin.resolve("systemctl"),
                """
                f=%s/unit; n=$(cat $f 2>/dev/null || echo 0)
                case "$*" in
                *show*) echo LoadState=loaded; echo ActiveState=$([ $n -ge 0 ] && echo active || echo inactive); echo SubState=running; echo InvocationID=id$n;;
                *restart*) echo $((n + 1)) > $f;;
                *stop*) echo -1 > $f;;
                esac
                """
                        .formatted(home));
        server = new SshServer(home, bin + ":/usr/bin:/bin");
    }

    @AfterAll
    static void nothingStays() {
        if (server != null) {
            server.close();
        }
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Call call(Map<String, Object> more, Map<String, String> rests) {
        Map<String, Object> with =
                new HashMap<>(
                        Map.of(
                                "ssh", server.place(),
                                "ssh-key", server.file("mine"),
                                "ssh-known-hosts", server.file("known")));
        with.putAll(more);
        var allowed =
                new Allowed(
                        List.of("echo-args", "where", "dies", "lasts"),
                        List.of("127.0.0.1:" + server.port()),
                        List.of(home.toString()));
        return Calls.call(allowed, with, rests);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "; id", "$(id)", "`id`", "a\nb", "--flag", "'", "\"", "a b", "*", "|id", "\\",
                "&& id", "$HOME", "!x", ""
            })
    void an_argument_arrives_over_there_exactly_as_it_is(String argument) {
        Call call = call(Map.of("program", "echo-args", "args", List.of(argument)), Map.of());

        assertThat(done(run.apply(call, Calls.effect("ssh" + argument))).evidence())
                .endsWith("<" + argument + ">");
    }

    @Test
    void folder_and_environment_are_those_of_the_call() {
        Map<String, Object> with =
                Map.of(
                        "program",
                        "where",
                        "folder",
                        home.toString(),
                        "env",
                        Map.of("COLOUR", "blue'; id"));
        String evidence = done(run.apply(call(with, Map.of()), Calls.effect("where"))).evidence();

        assertThat(evidence).contains(home.toString(), "blue'; id " + Calls.effect("where").key());
    }

    @Test
    void a_host_that_is_not_who_it_should_be_is_told_nothing() {
        Map<String, Object> with =
                Map.of("program", "echo-args", "ssh-known-hosts", server.file("known-wrong"));
        Finding finding = run.apply(call(with, Map.of()), Calls.effect("wrong"));

        assertThat(finding).isInstanceOf(Finding.NotDone.class);
        assertThat(((Finding.NotDone) finding).evidence()).containsIgnoringCase("host key");
    }

    @Test
    void what_lasts_too_long_is_ended_over_there_too_before_it_is_looked_at() throws Exception {
        Finding finding =
                run.apply(
                        call(Map.of("program", "lasts"), Map.of()),
                        Calls.effect("lasts", Duration.ofSeconds(16)));

        assertThat(finding)
                .isInstanceOfSatisfying(
                        Finding.Unsure.class,
                        u -> assertThat(u.reason()).contains("ended over there"));
        long pid = Long.parseLong(Files.readString(home.resolve("lasts.pid")).strip());
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void a_connection_that_breaks_in_the_middle_leaves_it_unsure() {
        Finding finding =
                run.apply(call(Map.of("program", "dies"), Map.of()), Calls.effect("dies"));

        assertThat(finding).isInstanceOf(Finding.Unsure.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-oProxyCommand=id@x",
                "root@-x",
                "root@127.0.0.1:22 -v",
                "127.0.0.1",
                "root@h;id"
            })
    void a_place_that_is_none_or_not_allowed_is_an_obstacle(String place) {
        Map<String, Object> with = Map.of("program", "echo-args", "ssh", place);
        assertThat(run.plan(call(with, Map.of())).obstacles()).isNotEmpty();
    }

    @Test
    void variables_are_set_in_a_file_over_there_and_back_again() throws Exception {
        Path file = home.resolve("app.env");
        Files.writeString(file, "# ours\nMODE=wild\nKEEP=1\n");
        EffectAction set = new EnvironmentSet(bench);
        Map<String, Object> with =
                Map.of("file", file.toString(), "values", Map.of("MODE", "calm"));
        Map<String, String> rests = set.plan(call(with, Map.of())).rests();
        Call call = call(with, rests);

        done(set.apply(call, Calls.effect("env")));
        assertThat(file).hasContent("# ours\nMODE=calm\nKEEP=1\n");
        done(set.observe(call, Calls.effect("env")));
        done(((EnvironmentSet) set).undo(call, Calls.effect("undo")));
        assertThat(file).hasContent("# ours\nMODE=wild\nKEEP=1\n");
    }

    @Test
    void a_unit_is_restarted_when_it_has_another_start_than_before() {
        SystemdAction restart =
                SystemdAction.all(bench).stream()
                        .filter(a -> a.name().equals("systemd.restart"))
                        .findFirst()
                        .orElseThrow();
        Map<String, Object> with = Map.of("unit", "shop.service");
        Map<String, String> rests = restart.plan(call(with, Map.of())).rests();
        assertThat(restart.observe(call(with, rests), Calls.effect("u")))
                .isInstanceOf(Finding.NotDone.class);

        done(restart.apply(call(with, rests), Calls.effect("u")));
        done(restart.observe(call(with, rests), Calls.effect("u")));

        assertThat(restart.plan(call(Map.of("unit", "-H root@x"), Map.of())).obstacles())
                .isNotEmpty();
    }
}
