package dev.holdfast.cli.drill;

import dev.holdfast.backbone.drill.Drill;
import dev.holdfast.backbone.drill.Phase;
import dev.holdfast.backbone.pack.LabPack;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.demo.LabProcess;
import dev.holdfast.cli.demo.Replies;
import dev.holdfast.cli.http.EventFeed;
import dev.holdfast.cli.http.Services;
import dev.holdfast.local.Service;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Holds one drill under a key of its own, `system/environment~drill`, and scores what came of it.
/// The order of the calls in `held` is the drill.
final class DrillRun {
    private static final String ENVIRONMENT = "production";
    private static final double THOUSAND = 1_000;

    private final Services services;
    private final PackFiles pack;
    private final Drill drill;
    private final @Nullable LabProcess lab;
    private final String real;
    private final String id;
    private final String key;
    private final DrillDoor door;
    private final Witness witness;
    private final Doing doing;
    private volatile boolean following = true;
    private volatile String stopped = "";

    /// @param lab open and with its customers, null where the drill acts on nothing
    DrillRun(DrillHouse house, PackFiles pack, Drill drill, @Nullable LabProcess lab) {
        this.services = house.services();
        this.pack = pack;
        this.drill = drill;
        this.lab = lab;
        this.real = pack.name() + "/" + ENVIRONMENT;
        this.id =
                "%s-%s"
                        .formatted(
                                drill.name(),
                                Long.toString(System.currentTimeMillis() / 1000, 36)
                                        .toLowerCase(Locale.ROOT));
        this.key = real + "~" + id;
        this.door = new DrillDoor(services, house.token(), real, id);
        this.witness =
                new Witness(
                        key,
                        drill.expect().ends(),
                        new Replies(house.settings(), services, drill.people())::answer);
        this.doing = new Doing(drill, door, witness, lab, house);
    }

    /// @param guard PromQL on the real system that must give nothing, null for none
    Held held(@Nullable String guard) throws IOException, InterruptedException {
        Instant at = Instant.now();
        var trouble = new Trouble(services, real, guard);
        trouble.refuse();
        Patience.require("the intake knows the pack", Duration.ofSeconds(15), this::isBegun);
        Held held;
        try {
            held = held(at, trouble);
        } catch (IOException | InterruptedException | RuntimeException e) {
            endedBy(e);
            throw e;
        }
        ended(held.passed());
        return held;
    }

    private void ended(boolean passed) {
        following = false;
        door.event("drill.ended", Map.of("passed", Boolean.toString(passed)));
    }

    /// What ended it is told, also where the house cannot be told that it ended.
    private void endedBy(Exception cause) {
        try {
            ended(false);
        } catch (Failure e) {
            cause.addSuppressed(e);
        }
    }

    private Held held(Instant at, Trouble trouble) throws IOException, InterruptedException {
        Thread.ofVirtual().name("drill-events").start(this::follow);
        Duration killSwitch = killSwitch();
        String good = lab == null ? "good" : about(lab).good();
        seed(good);
        stopped = doing.all(trouble).orElse("");
        if (stopped.isEmpty()) {
            watch(trouble);
        }
        Witness.Account account = witness.account();
        int pace = pace();
        Score score = Score.of(drill, account, pace, killSwitch);
        boolean passed = score.passed() && stopped.isEmpty();
        var seconds = new LinkedHashMap<String, Double>();
        for (Phase phase : Phase.values()) {
            Duration took = account.took().get(phase);
            if (took != null) {
                seconds.put(phase.name(), took.toMillis() / THOUSAND);
            }
        }
        return new Held(
                pack.name(),
                drill.name(),
                drill.kind(),
                drill.title(),
                id,
                at,
                LabPack.of(pack).isPresent(),
                pace,
                System.getProperty("user.name", "operator"),
                account.people(),
                seconds,
                score.lines(),
                score.points(),
                passed,
                stopped,
                account.sentence());
    }

    /// The intake learns of a new pack a moment after it is current, and says 404 until then.
    private boolean isBegun() {
        try {
            door.event("drill.begun", Map.of("title", drill.title()));
            return true;
        } catch (Failure e) {
            if (e.exitCode() == Exit.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private int pace() {
        return Optional.ofNullable(lab)
                .flatMap(_ -> PackManifest.read(pack, new Problems()))
                .map(PackManifest::lab)
                .map(PackManifest.Lab::pace)
                .orElse(1);
    }

    private static LabProcess.About about(LabProcess open) {
        return open.about()
                .orElseThrow(() -> new Failure(Exit.FAILED, "The lab is not open any more"));
    }

    private void follow() {
        while (following) {
            try {
                EventFeed.follow(
                        services,
                        "?scope=" + Patience.encoded(key),
                        event -> {
                            witness.see(event);
                            return following;
                        });
            } catch (Failure e) {
                System.err.println(e.getMessage());
            }
            if (!Patience.pause()) {
                return;
            }
        }
    }

    /// Switches everything off for the drill's own key and on again; null when it did not get off.
    private @Nullable Duration killSwitch() {
        var _ = services.get(Service.EXECUTOR, "/api/halt"); // so that no connection is timed
        long began = System.nanoTime();
        halt(true);
        boolean on =
                Patience.until(
                        Duration.ofSeconds(1),
                        () -> services.get(Service.EXECUTOR, "/api/halt").toString().contains(id));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        halt(false);
        return on ? took : null;
    }

    private void halt(boolean on) {
        var _ =
                services.post(
                        Service.EXECUTOR,
                        "/api/halt",
                        Map.of("on", on, "reach", key, "reason", "kill switch test of a drill"));
    }

    /// The drill's ledger is empty: it learns which release held before.
    private void seed(String good) {
        door.event("deployment.finished", doing.released(good, "code"));
        Patience.require(
                "the drill's ledger knows " + good,
                Duration.ofSeconds(30),
                () -> ledger().contains('"' + good + '"'));
        services.post(
                Service.DECISION,
                "/api/systems/%s/releases/held".formatted(key),
                Map.of(
                        "component",
                        drill.component(),
                        "version",
                        good,
                        "reason",
                        "seed of a drill"));
        if (lab != null) {
            Patience.require(
                    "the detector sees the lab under the drill's key",
                    Duration.ofSeconds(30),
                    () -> perSecond() > 1);
        }
    }

    private String ledger() {
        try {
            return services.get(Service.DECISION, "/api/systems/%s/releases".formatted(key))
                    .toString();
        } catch (Failure e) {
            if (e.exitCode() == Exit.NOT_FOUND) {
                return "";
            }
            throw e;
        }
    }

    private double perSecond() {
        return services.get(
                        Service.DETECTOR,
                        "/systems/%s/api/v1/query?query=%s"
                                .formatted(
                                        key,
                                        Patience.encoded("sum(rate(http_requests_total[5s]))")))
                .path("data")
                .path("result")
                .path(0)
                .path("value")
                .path(1)
                .asDouble();
    }

    /// Until it has ended, its patience is over, or something real happens.
    private void watch(Trouble real) throws InterruptedException {
        Instant end = Instant.now().plus(drill.patience());
        while (Instant.now().isBefore(end)) {
            if (witness.await(Duration.ofSeconds(1))) {
                List<String> wanted = drill.expect().notices();
                Patience.until(
                        Duration.ofSeconds(15),
                        () -> witness.account().notices().containsAll(wanted));
                return;
            }
            Optional<String> trouble = real.now();
            if (trouble.isPresent()) {
                stopped = trouble.get();
                return;
            }
        }
    }
}
