package dev.holdfast.executor.io.settings;

import static dev.holdfast.executor.io.Outside.done;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.Calls;
import dev.holdfast.executor.io.place.Bench;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Variables in real files.
class EnvironmentSetTest {
    private static final String BEFORE =
            "# the shop\nMODE=wild\nexport TOKEN=\"old one\"\n\nGONE=1\nMODE=wilder\n";

    private final EnvironmentSet set = new EnvironmentSet(new Bench(Set.of()));

    @TempDir private Path home;

    private Call call(Map<String, Object> more, Map<String, String> rests) {
        Map<String, Object> with = new HashMap<>(more);
        with.put("file", home.resolve(".env").toString());
        return Calls.call(new Allowed(List.of(), List.of(), List.of(home.toString())), with, rests);
    }

    private Call planned(Map<String, Object> more) {
        var preview = set.plan(call(more, Map.of()));
        assertThat(preview.obstacles()).isEmpty();
        return call(more, preview.rests());
    }

    private void file(String text) throws Exception {
        home = home.toRealPath();
        Files.writeString(home.resolve(".env"), text);
        Files.setPosixFilePermissions(
                home.resolve(".env"), PosixFilePermissions.fromString("rw-------"));
    }

    private String text() throws Exception {
        return Files.readString(home.resolve(".env"));
    }

    @Test
    void only_what_is_named_changes_and_rights_stay() throws Exception {
        file(BEFORE);
        Call call =
                planned(
                        Map.of(
                                "values", Map.of("MODE", "calm", "TOKEN", "a $b \"c\""),
                                "remove", List.of("GONE")));
        done(set.apply(call, Calls.effect("e")));

        assertThat(text()).isEqualTo("# the shop\nTOKEN=\"a \\$b \\\"c\\\"\"\n\nMODE=calm\n");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(home.resolve(".env"))))
                .isEqualTo("rw-------");
        done(set.observe(call, Calls.effect("e")));
        done(set.undo(call, Calls.effect("u")));
        assertThat(text()).isEqualTo(BEFORE);
        done(set.observeUndo(call, Calls.effect("u")));
    }

    @Test
    void a_file_that_somebody_changed_since_the_plan_stays() throws Exception {
        file(BEFORE);
        Call call = planned(Map.of("values", Map.of("MODE", "calm")));
        Files.writeString(home.resolve(".env"), BEFORE + "MORE=1\n");

        assertThat(set.apply(call, Calls.effect("e"))).isInstanceOf(Finding.NotDone.class);
        assertThat(text()).endsWith("MORE=1\n");
    }

    @Test
    void a_value_never_becomes_a_line_of_its_own() throws Exception {
        file(BEFORE);
        assertThat(
                        set.plan(call(Map.of("values", Map.of("MODE", "calm\nADMIN=1")), Map.of()))
                                .obstacles())
                .anyMatch(o -> o.contains("control character"));
    }

    @Test
    void a_file_outside_the_allowed_folders_is_refused() {
        Call call =
                Calls.call(
                        new Allowed(List.of(), List.of(), List.of("/srv")),
                        Map.of("file", "/etc/environment", "values", Map.of("A", "b")));
        assertThat(set.plan(call).obstacles()).anyMatch(o -> o.contains("none of the allowed"));
    }
}
