package dev.holdfast.executor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Evidence;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.process.ProcessRun;
import dev.holdfast.executor.io.process.ProcessSignal;
import dev.holdfast.executor.io.process.ProcessStart;
import dev.holdfast.executor.io.process.ProcessStop;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Against real processes.
class ProcessActionsTest {
    private final ProcessRun run = new ProcessRun(Set.of());
    private final ProcessStart start = ProcessStart.start(Set.of());
    private final ProcessStart restart = ProcessStart.restart(Set.of());
    private final ProcessStop stop = new ProcessStop();
    private final List<Long> started = new ArrayList<>();

    @TempDir private Path home;

    @AfterEach
    void leaveNothingBehind() {
        started.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    private String script(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }

    private Call call(String program, Map<String, Object> more) {
        Map<String, Object> with = new HashMap<>(more);
        with.put("program", program);
        return Calls.call(new Allowed(List.of(program), List.of(), List.of(home.toString())), with);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"; id", "$(id)", "`id`", "a\nb", "--flag", "'", "\"", "a b", "*", "|id"})
    void an_argument_arrives_exactly_as_it_is(String argument) throws IOException {
        String echo = script("echo-args", "for a in \"$@\"; do printf '<%s>' \"$a\"; done\n");
        Finding finding =
                run.apply(call(echo, Map.of("args", List.of(argument))), Calls.effect(argument));

        assertThat(((Finding.Done) finding).evidence()).endsWith("<" + argument + ">");
    }

    @Test
    void another_exit_code_is_a_miss_with_its_output() throws IOException {
        String fails = script("fails", "echo out; echo err >&2; exit 3\n");
        Finding finding = run.apply(call(fails, Map.of()), Calls.effect("fails"));

        assertThat(finding).isEqualTo(new Finding.NotDone("exit code 3", "out\nerr"));
        assertThat(
                        run.apply(
                                call(fails, Map.of("exit-codes", List.of("0", "3"))),
                                Calls.effect("x")))
                .isInstanceOf(Finding.Done.class);
    }

    @Test
    void a_time_out_kills_the_program_with_its_children() throws IOException {
        String hangs =
                script(
                        "hangs",
                        "echo begun; sleep 600 & echo $! > %s/child\nwait\n".formatted(home));
        Finding finding =
                run.apply(call(hangs, Map.of()), Calls.effect("hangs", Duration.ofMillis(700)));

        assertThat(finding).isInstanceOf(Finding.Unsure.class);
        assertThat(((Finding.Unsure) finding).evidence()).isEqualTo("begun");
        long child = Long.parseLong(Files.readString(home.resolve("child")).strip());
        await().atMost(Duration.ofMinutes(1))
                .until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void an_oversized_output_is_bounded_and_does_not_block() throws IOException {
        String loud = script("loud", "head -c 3000000 /dev/zero | tr '\\0' x; echo end\n");
        Finding finding = run.apply(call(loud, Map.of()), Calls.effect("loud"));

        String evidence = ((Finding.Done) finding).evidence();
        assertThat(evidence).endsWith("end").contains("characters left out");
        assertThat(evidence.length()).isLessThan(2 * Evidence.MOST);
    }

    @Test
    void a_program_sees_its_key_and_nothing_of_our_environment() throws IOException {
        String env = script("show-env", "env | cut -d= -f1\n");
        Finding finding =
                run.apply(call(env, Map.of("env", Map.of("MODE", "back"))), Calls.effect("env"));

        Set<String> names = Set.copyOf(((Finding.Done) finding).evidence().lines().toList());
        assertThat(names).contains("HOLDFAST_KEY", "HOLDFAST_EPOCH", "MODE");
        assertThat(names)
                .isSubsetOf(
                        "exit code 0",
                        "HOLDFAST_KEY",
                        "HOLDFAST_EPOCH",
                        "HOLDFAST_ATTEMPT",
                        "HOLDFAST_ROLLBACK",
                        "MODE",
                        "PATH",
                        "HOME",
                        "LANG",
                        "LC_ALL",
                        "TZ",
                        "JAVA_HOME",
                        "USER",
                        "TMPDIR",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_");
    }

    @Test
    void a_program_that_starts_a_server_and_ends_is_not_waited_for_for_ever() throws IOException {
        String spawns =
                script("spawns", "sleep 600 & echo $! > %s/server; echo up\n".formatted(home));
        long begin = System.nanoTime();
        Finding finding = run.apply(call(spawns, Map.of()), Calls.effect("spawns"));

        started.add(Long.parseLong(Files.readString(home.resolve("server")).strip()));
        assertThat(finding).isInstanceOf(Finding.Done.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void what_is_not_allowed_stands_in_the_way() throws IOException {
        String good = script("good", "exit 0\n");
        Call other =
                Calls.call(
                        new Allowed(List.of("/bin/true"), List.of(), List.of()),
                        Map.of("program", good, "folder", "/etc"));

        assertThat(run.plan(other).obstacles())
                .containsExactly(
                        "program %s is not allowed by the pack".formatted(good),
                        "/etc is in none of the allowed folders");
        assertThat(new ProcessRun(Set.of("/bin/true")).plan(call(good, Map.of())).obstacles())
                .containsExactly("program %s is not allowed by this executor".formatted(good));
        assertThat(run.plan(call("/bin/sh", Map.of("args", List.of("-c", "id")))).obstacles())
                .hasSize(1);
        assertThat(run.plan(call(home + "/missing", Map.of())).obstacles())
                .containsExactly(
                        "program %s/missing is not there or cannot be run".formatted(home));
    }

    @Test
    void a_checkable_program_is_seen_by_another() throws IOException {
        String touch = script("touch-it", "touch %s/done\n".formatted(home));
        String look = script("look", "test -e %s/done\n".formatted(home));
        Call call =
                Calls.call(
                        new Allowed(List.of(touch, look), List.of(), List.of(home.toString())),
                        Map.of("program", touch, "repeat", "checkable", "observe", List.of(look)));
        Effect effect = Calls.effect("touch");

        assertThat(run.observe(call, effect)).isInstanceOf(Finding.NotDone.class);
        run.apply(call, effect);
        assertThat(run.observe(call, effect)).isInstanceOf(Finding.Done.class);
    }

    private Call observed(String program, String look) {
        return Calls.call(
                new Allowed(List.of(program, look), List.of(), List.of(home.toString())),
                Map.of("program", program, "repeat", "checkable", "observe", List.of(look)));
    }

    @Test
    void only_exit_code_1_of_a_look_says_that_it_is_not_done() throws IOException {
        Effect effect = Calls.effect("looks");
        String no = script("no", "exit 1\n");
        assertThat(run.observe(observed("/bin/true", no), effect))
                .isInstanceOf(Finding.NotDone.class);
        for (String breaks : List.of("exit 2\n", "nonsense-x7\n", "kill -TERM $$\n")) {
            String look = script("breaks", breaks);
            assertThat(run.observe(observed("/bin/true", look), effect))
                    .isInstanceOf(Finding.Unsure.class);
        }
    }

    @Test
    void a_look_waits_for_the_program_that_runs_still() throws Exception {
        String slow =
                script("slow", "touch %s/begun; sleep 1.5; touch %s/done\n".formatted(home, home));
        Call call = observed(slow, script("look", "test -e %s/done\n".formatted(home)));
        Effect effect = Calls.effect("slow look");
        Thread first = Thread.ofVirtual().start(() -> run.apply(call, effect));
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(home.resolve("begun")));

        assertThat(run.observe(call, effect)).isInstanceOf(Finding.Done.class);
        first.join();
    }

    @Test
    void one_system_s_programs_are_never_left_alone_for_another_s() {
        Call call = call("/bin/true", Map.of());

        assertThat(run.target(call)).isEqualTo("process shop/production");
        assertThat(start.target(call)).isEqualTo("process shop/production");
        assertThat(stop.target(call)).isEqualTo("process shop/production");
        assertThat(new ProcessSignal().target(call)).isEqualTo("process shop/production");
        assertThat(new dev.holdfast.executor.io.link.LinkSwitch().target(call))
                .isEqualTo("link shop/production");
    }

    @Test
    void a_run_that_outlived_its_executor_is_seen_to_run_still() throws Exception {
        String slow = script("slow", "echo x >> %s/ran; sleep 1.5\n".formatted(home));
        Call call = call(slow, Map.of("repeat", "idempotent"));
        Effect effect = Calls.effect("slow");
        Thread first = Thread.ofVirtual().start(() -> run.apply(call, effect));
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(home.resolve("ran")));

        assertThat(run.observe(call, effect)).isInstanceOf(Finding.Unsure.class);
        run.apply(call, effect); // waits for the first before it runs again
        first.join();
        assertThat(Files.readAllLines(home.resolve("ran"))).hasSize(2);
    }

    private Call server(String name) throws IOException {
        String server = script(name, "while :; do sleep 0.1; done\n");
        return call(server, Map.of("pid-file", home + "/server.pid"));
    }

    private long pid() throws IOException {
        long pid = Long.parseLong(Files.readString(home.resolve("server.pid")).strip());
        started.add(pid);
        return pid;
    }

    @Test
    void a_started_server_outlives_the_call_and_is_never_started_twice() throws IOException {
        Call call = server("server");
        Effect effect = Calls.effect("start");
        assertThat(start.apply(call, effect)).isInstanceOf(Finding.Done.class);
        long pid = pid();
        assertThat(start.observe(call, effect)).isInstanceOf(Finding.Done.class);

        // As after a crash between the start and the writing of its number.
        Files.delete(home.resolve("server.pid"));
        assertThat(start.observe(call, effect)).isInstanceOf(Finding.NotDone.class);
        assertThat(start.apply(call, effect)).isInstanceOf(Finding.Done.class);
        assertThat(pid()).isEqualTo(pid);

        assertThat(start.apply(call, Calls.effect("other"))).isInstanceOf(Finding.NotDone.class);
    }

    @Test
    void a_restart_ends_the_old_process_once_and_a_stop_ends_the_new_one() throws IOException {
        Call call = server("server");
        start.apply(call, Calls.effect("start"));
        long old = pid();
        Effect effect = Calls.effect("restart");
        assertThat(restart.apply(call, effect)).isInstanceOf(Finding.Done.class);
        long fresh = pid();

        assertThat(fresh).isNotEqualTo(old);
        assertThat(ProcessHandle.of(old).filter(ProcessHandle::isAlive)).isEmpty();
        restart.apply(call, effect);
        assertThat(pid()).isEqualTo(fresh);

        Call stopping =
                Calls.call(
                        new Allowed(List.of(), List.of(), List.of(home.toString())),
                        Map.of("pid-file", home + "/server.pid", "grace", "2s"));
        assertThat(stop.observe(stopping, effect)).isInstanceOf(Finding.NotDone.class);
        assertThat(stop.apply(stopping, effect)).isInstanceOf(Finding.Done.class);
        assertThat(stop.observe(stopping, effect)).isInstanceOf(Finding.Done.class);
        assertThat(ProcessHandle.of(fresh).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void a_server_that_ends_at_once_is_a_miss() throws IOException {
        String dies = script("dies", "exit 4\n");
        Finding finding =
                start.apply(call(dies, Map.of("pid-file", home + "/p")), Calls.effect("dies"));

        assertThat(((Finding.NotDone) finding).reason()).contains("exit code 4");
    }

    @Test
    void a_signal_reaches_the_process_of_the_pid_file() throws IOException {
        // No HUP: under nohup a shell may not trap it.
        String traps =
                script(
                        "traps",
                        "trap 'touch %1$s/reloaded' USR1\ntouch %1$s/traps-set\nwhile :; do sleep 0.1; done\n"
                                .formatted(home));
        start.apply(call(traps, Map.of("pid-file", home + "/server.pid")), Calls.effect("traps"));
        pid();
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(home.resolve("traps-set")));
        Call call =
                Calls.call(
                        new Allowed(List.of(), List.of(), List.of(home.toString())),
                        Map.of("pid-file", home + "/server.pid", "signal", "USR1"));
        ProcessSignal signal = new ProcessSignal();
        Preview preview = signal.plan(call);

        assertThat(preview.obstacles()).isEmpty();
        assertThat(signal.apply(call, Calls.effect("usr1"))).isInstanceOf(Finding.Done.class);
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(home.resolve("reloaded")));
    }

    @Test
    void a_number_that_now_belongs_to_another_process_is_not_touched() throws IOException {
        Path file = home.resolve("server.pid");
        Files.writeString(file, Long.toString(ProcessHandle.current().pid()));
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(0));
        Call call =
                Calls.call(
                        new Allowed(List.of(), List.of(), List.of(home.toString())),
                        Map.of("pid-file", file.toString()));

        assertThat(stop.apply(call, Calls.effect("stop"))).isInstanceOf(Finding.Done.class);
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }
}
