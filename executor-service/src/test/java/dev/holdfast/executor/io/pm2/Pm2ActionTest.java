package dev.holdfast.executor.io.pm2;

import static dev.holdfast.executor.io.Outside.done;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.Calls;
import dev.holdfast.executor.io.Outside;
import dev.holdfast.executor.io.place.Bench;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Against a real PM2 with a home of its own; HOLDFAST_PM2 names the program.
class Pm2ActionTest {
    private final Map<String, Pm2Action> actions = new HashMap<>();

    @TempDir private Path home;
    private String pm2 = "";

    @BeforeEach
    void twoReleases() throws Exception {
        String named = System.getenv().getOrDefault("HOLDFAST_PM2", "");
        assumeTrue(
                !named.isEmpty() && Files.isExecutable(Path.of(named)),
                "HOLDFAST_PM2 names no pm2 (npm install pm2)");
        Outside.needs("node", "nodejs");
        pm2 = named;
        home = home.toRealPath();
        Pm2Action.all(new Bench(Set.of())).forEach(a -> actions.put(a.name(), a));
        for (String version : List.of("1.4.1", "1.5.0")) {
            Path release = Files.createDirectories(home.resolve("releases/" + version));
            Files.writeString(release.resolve("app.js"), "setInterval(() => {}, 1000);\n");
        }
        Path broken = Files.createDirectories(home.resolve("releases/broken"));
        Files.writeString(broken.resolve("app.js"), "process.exit(1);\n");
    }

    @AfterEach
    void nothingStays() throws Exception {
        if (!pm2.isEmpty()) {
            Outside.run(home, "env", "PM2_HOME=" + home + "/pm2", pm2, "kill");
        }
    }

    private Call call(Map<String, Object> more) {
        Map<String, Object> with = new HashMap<>(more);
        with.put("name", "shop");
        with.put("pm2", pm2);
        with.put("home", home + "/pm2");
        return Calls.call(new Allowed(List.of(pm2), List.of(), List.of(home.toString())), with);
    }

    private Pm2Action action(String name) {
        return java.util.Objects.requireNonNull(actions.get(name));
    }

    private Finding does(String action, Map<String, Object> with, Effect effect) {
        Pm2Action a = action(action);
        assertThat(a.plan(call(with)).obstacles()).isEmpty();
        return a.apply(call(with), effect);
    }

    private Map<String, Object> release(String version) {
        return Map.of("folder", home + "/releases/" + version, "script", "app.js", "save", "true");
    }

    @Test
    void a_process_goes_back_to_the_earlier_release_folder_and_is_found_by_its_key() {
        Effect first = Calls.effect("bad", Duration.ofSeconds(60));
        done(does("pm2.start", release("1.5.0"), first));
        Effect second = Calls.effect("back", Duration.ofSeconds(60));
        assertThat(action("pm2.start").observe(call(release("1.4.1")), second))
                .isInstanceOf(Finding.NotDone.class);

        String evidence = done(does("pm2.start", release("1.4.1"), second)).evidence();

        assertThat(evidence).endsWith("releases/1.4.1");
        done(action("pm2.start").observe(call(release("1.4.1")), second));
        assertThat(home.resolve("pm2/dump.pm2")).exists();

        Effect third = Calls.effect("restart", Duration.ofSeconds(60));
        done(does("pm2.restart", Map.of("env", Map.of("MODE", "calm")), third));
        done(action("pm2.restart").observe(call(Map.of()), third));
        done(does("pm2.stop", Map.of(), Calls.effect("stop", Duration.ofSeconds(60))));
    }

    @Test
    void a_release_that_falls_over_is_told_and_unknown_names_are_refused() {
        Effect effect = Calls.effect("broken", Duration.ofSeconds(8));
        assertThat(does("pm2.start", release("broken"), effect))
                .isInstanceOf(Finding.NotDone.class);

        Call other =
                Calls.call(
                        new Allowed(List.of(pm2), List.of(), List.of(home.toString())),
                        Map.of("name", "--help", "pm2", pm2, "home", home + "/pm2"));
        assertThat(action("pm2.restart").plan(other).obstacles()).isNotEmpty();
    }
}
