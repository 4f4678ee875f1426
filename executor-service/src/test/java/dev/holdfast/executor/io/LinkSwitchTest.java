package dev.holdfast.executor.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.link.LinkSwitch;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class LinkSwitchTest {
    private final LinkSwitch action = new LinkSwitch();
    private final Effect effect = Calls.effect("link");

    @TempDir private Path home;
    @TempDir private Path outside;
    private Path link;
    private Path old;
    private Path bad;

    @BeforeEach
    void aReleaseThatIsBad() throws IOException {
        home = home.toRealPath();
        old = Files.createDirectories(home.resolve("releases/1.4.1"));
        bad = Files.createDirectories(home.resolve("releases/1.5.0"));
        link = Files.createSymbolicLink(home.resolve("current"), bad);
    }

    private Call call(Path to) {
        Allowed allowed = new Allowed(List.of(), List.of(), List.of(home.toString()));
        Map<String, Object> with = Map.of("link", link.toString(), "to", to.toString());
        return Calls.call(allowed, with, action.plan(Calls.call(allowed, with)).rests());
    }

    @Test
    void the_plan_says_from_where_to_where_and_touches_nothing() throws IOException {
        Preview preview = action.plan(call(old));

        assertThat(preview.obstacles()).isEmpty();
        assertThat(preview.does())
                .isEqualTo("point %s at %s (now at %s)".formatted(link, old, bad));
        assertThat(preview.rests()).containsEntry(link.toString(), bad.toString());
        assertThat(Files.readSymbolicLink(link)).isEqualTo(bad);
    }

    @Test
    void it_switches_and_can_be_seen_and_undone() throws IOException {
        Call call = call(old);
        assertThat(action.observe(call, effect)).isInstanceOf(Finding.NotDone.class);

        assertThat(action.apply(call, effect)).isInstanceOf(Finding.Done.class);

        assertThat(Files.readSymbolicLink(link)).isEqualTo(old);
        assertThat(action.observe(call, effect)).isInstanceOf(Finding.Done.class);
        assertThat(action.undo(call, effect)).isInstanceOf(Finding.Done.class);
        assertThat(Files.readSymbolicLink(link)).isEqualTo(bad);
        assertThat(action.observeUndo(call, effect)).isInstanceOf(Finding.Done.class);
    }

    @Test
    void a_folder_that_an_earlier_step_brings_is_looked_at_when_its_turn_comes()
            throws IOException {
        Path fresh = home.resolve("releases/1.4.0");
        Allowed allowed = new Allowed(List.of(), List.of(), List.of(home.toString()));
        Map<String, Object> with =
                Map.of("link", link.toString(), "to", fresh.toString(), "brought", "true");
        Preview preview = action.plan(Calls.call(allowed, with));
        Call call = Calls.call(allowed, with, preview.rests());

        assertThat(preview.obstacles()).isEmpty();
        assertThat(action.apply(call, effect)).isInstanceOf(Finding.NotDone.class);
        assertThat(Files.readSymbolicLink(link)).isEqualTo(bad);
        Files.createDirectories(fresh);
        assertThat(action.apply(call, effect)).isInstanceOf(Finding.Done.class);
        assertThat(Files.readSymbolicLink(link)).isEqualTo(fresh);
    }

    @Test
    void a_link_that_somebody_else_has_switched_is_left_alone() throws IOException {
        Call call = call(old);
        Path other = Files.createDirectories(home.resolve("releases/1.5.1"));
        Files.delete(link);
        Files.createSymbolicLink(link, other);

        assertThat(action.apply(call, effect)).isInstanceOf(Finding.NotDone.class);
        assertThat(Files.readSymbolicLink(link)).isEqualTo(other);
    }

    @Test
    void twice_the_same_is_once() {
        Call call = call(old);
        action.apply(call, effect);

        assertThat(action.apply(call, effect)).isInstanceOf(Finding.Done.class);
    }

    @Test
    void a_release_that_is_not_there_stands_in_the_way() {
        assertThat(action.plan(call(home.resolve("releases/9.9.9"))).obstacles())
                .containsExactly(home + "/releases/9.9.9 is not there");
    }

    @Test
    void a_folder_that_is_not_allowed_stands_in_the_way_also_behind_a_link() throws IOException {
        Files.createDirectory(outside.resolve("release"));
        Path door = Files.createSymbolicLink(home.resolve("door"), outside);

        assertThat(action.plan(call(outside)).obstacles()).isNotEmpty();
        assertThat(action.plan(call(door.resolve("release"))).obstacles())
                .containsExactly(door.resolve("release") + " leads out of the allowed folders");
    }

    @Test
    void a_real_folder_is_never_replaced_by_a_link() throws IOException {
        Files.delete(link);
        Files.createDirectory(link);

        assertThat(action.plan(call(old)).obstacles())
                .containsExactly(link + " is no symbolic link");
        assertThat(action.apply(call(old), effect)).isInstanceOf(Finding.NotDone.class);
    }
}
