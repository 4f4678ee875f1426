package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.drill.Deed;
import dev.holdfast.backbone.drill.Drill;
import dev.holdfast.backbone.pack.LabPack;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.command.PackCommand;
import dev.holdfast.cli.command.SignalCommand;
import dev.holdfast.cli.demo.Board.State;
import dev.holdfast.cli.http.EventFeed;
import dev.holdfast.cli.http.Services;
import dev.holdfast.cli.output.Column;
import dev.holdfast.local.HouseControl;
import dev.holdfast.local.HouseSettings;
import dev.holdfast.local.HouseStatus;
import dev.holdfast.local.Service;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// The demo, from an empty machine to a healed system. The order of the calls in `run` is the story.
public final class Demo {
    private static final double STEADY_PER_SECOND = 30;
    private static final double HEALTHY = 0.01;
    private static final int MEASURED_SECONDS = 5;
    private static final int ENOUGH_REQUESTS = 150;
    private static final long LOOK_MILLIS = 100;
    private static final long OPEN_SECONDS = 180;

    private final HouseSettings house;
    private final Services services;
    private final LabProcess lab;
    private final PackFiles pack;
    private final Drill drill;
    private final String scope;
    private final Board board;
    private final Screen screen;
    private final Chronicle chronicle = new Chronicle();
    private final Reading reading;
    private volatile boolean watching = true;

    /// @param show where it is shown
    Demo(HouseSettings house, Services services, LabProcess lab, Story story, Show show) {
        this.house = house;
        this.services = services;
        this.lab = lab;
        this.pack = story.pack();
        this.drill = story.drill();
        this.scope = pack.name() + "/production";
        this.board = show.board();
        this.screen = show.screen();
        this.reading =
                new Reading(
                        scope,
                        show,
                        chronicle,
                        drill.expect().ends(),
                        new Replies(house, services, drill.people())::answer);
    }

    /// @param pack as its folder says
    /// @param drill the scenario that is played
    record Story(PackFiles pack, Drill drill) {}

    record Show(Board board, Screen screen) {}

    Chronicle chronicle() {
        return chronicle;
    }

    String incident() {
        return reading.incident();
    }

    /// Runs it; null when it ended as it must, else the reason why it did not.
    @Nullable String run() throws IOException, InterruptedException {
        HouseStatus status = startHouse();
        LabProcess.About about = openLab(status);
        applyPack(about);
        declareGood(about.good());
        followEvents();
        happen();
        board.begin(Stage.DETECT, Stage.DETECT.question());
        String failure = reading.await(drill.patience().toSeconds());
        if (failure != null || !drill.expect().ends().equals("resolved")) {
            return failure;
        }
        return measure(about.good());
    }

    void endWatching() {
        watching = false;
    }

    private HouseStatus startHouse() {
        board.begin(Stage.HOUSE, Stage.HOUSE.question());
        HouseStatus status =
                new HouseControl(house)
                        .up(now -> {
                            long ready =
                                    now.parts().stream()
                                            .filter(p -> p.state() == HouseStatus.State.READY)
                                            .count();
                            board.say(
                                    Stage.HOUSE,
                                    "%d of %d parts are ready"
                                            .formatted(ready, now.parts().size()));
                            screen.changed();
                        });
        done(Stage.HOUSE, "Kafka, PostgreSQL and five services are up");
        return status;
    }

    private LabProcess.About openLab(HouseStatus status) throws IOException {
        board.begin(Stage.SHOP, Stage.SHOP.question());
        lab.open(status.pid());
        Thread.ofVirtual().name("lab-view").start(this::watchLab);
        await(
                "%s answers its customers".formatted(lab.name()),
                OPEN_SECONDS,
                () -> {
                    lab.refuseWhenGone();
                    return lab.about().isPresent()
                            && lab.customers(2)
                                    .filter(s ->
                                            s.perSecond() >= STEADY_PER_SECOND && s.errors() == 0)
                                    .isPresent();
                });
        LabProcess.About about = lab.about().orElseThrow();
        done(
                Stage.SHOP,
                "%s is open as %s, 50 requests a second".formatted(lab.name(), about.good()));
        return about;
    }

    private void watchLab() {
        while (watching) {
            lab.customers(1)
                    .ifPresent(seen ->
                            board.shop(
                                    new Board.ShopView(
                                            lab.version().orElse("(down)"),
                                            seen.errorRatio(),
                                            seen.perSecond(),
                                            seen.p95Millis())));
            try {
                Thread.sleep(2 * LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void applyPack(LabProcess.About about) {
        board.begin(Stage.PACK, Stage.PACK.question());
        PackFiles inLab =
                LabPack.of(pack, about.values())
                        .orElseThrow(() ->
                                new Failure(
                                        Exit.FAILED,
                                        "pack.yml of %s has no `lab`".formatted(pack.name())));
        JsonNode state = PackCommand.apply(services, inLab);
        if (!Column.at(state, "state").equals("active")) {
            throw new Failure(
                    Exit.FAILED,
                    "The pack %s is %s: %s"
                            .formatted(
                                    pack.name(),
                                    Column.at(state, "state"),
                                    Column.at(state, "problems")));
        }
        closeOldIncidents();
        done(Stage.PACK, "pack %s is accepted by every service".formatted(pack.name()));
    }

    /// An earlier demo that was interrupted may have left one; a new trigger would only join it.
    private void closeOldIncidents() {
        JsonNode found = services.get(Service.DECISION, "/api/incidents?state=open&limit=100");
        for (JsonNode incident : found) {
            if (Column.at(incident, "scope").equals(scope)) {
                services.post(
                        Service.DECISION,
                        "/api/incidents/%s/close".formatted(Column.at(incident, "id")),
                        Map.of("reason", "a new demo begins"));
            }
        }
    }

    private void declareGood(String good) {
        board.begin(Stage.CALM, Stage.CALM.question());
        await("the intake knows the pack", 10, () -> isSignalled(good));
        await(
                good + " is in the ledger of releases",
                20,
                () ->
                        services.get(Service.DECISION, "/api/systems/%s/releases".formatted(scope))
                                .toString()
                                .contains('"' + good + '"'));
        services.post(
                Service.DECISION,
                "/api/systems/%s/releases/held".formatted(scope),
                Map.of(
                        "component",
                        drill.component(),
                        "version",
                        good,
                        "reason",
                        "it has run well for months"));
        await("the detector sees requests", 30, () -> seenPerSecond() >= STEADY_PER_SECOND);
        await("no rule is true any more", 90, this::isCalm);
        done(
                Stage.CALM,
                "%s is declared good, the detector sees %.0f requests a second"
                        .formatted(good, seenPerSecond()));
    }

    /// The intake learns of a new pack a moment after it is current, and says 404 until then.
    private boolean isSignalled(String good) {
        try {
            signal("deployment.finished", released(good, "code"));
            return true;
        } catch (Failure e) {
            if (e.exitCode() == Exit.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private boolean isCalm() {
        return services.get(Service.DETECTOR, "/systems/%s/api/v1/alerts".formatted(scope))
                .path("data")
                .path("alerts")
                .isEmpty();
    }

    private double seenPerSecond() {
        JsonNode answer =
                services.get(
                        Service.DETECTOR,
                        "/systems/%s/api/v1/query?query=sum(rate(http_requests_total%%5B5s%%5D))"
                                .formatted(scope));
        return answer.path("data").path("result").path(0).path("value").path(1).asDouble();
    }

    private void followEvents() {
        Thread.ofVirtual()
                .name("events")
                .start(() -> {
                    while (watching) {
                        try {
                            EventFeed.follow(
                                    services,
                                    "?scope=" + scope,
                                    event -> watching && reading.read(event));
                        } catch (Failure e) {
                            screen.happened("", "stream", String.valueOf(e.getMessage()));
                        }
                        try {
                            Thread.sleep(LOOK_MILLIS);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                });
    }

    /// Does what the scenario says, and announces its release as a pipeline would.
    private void happen() throws IOException, InterruptedException {
        board.begin(Stage.DEPLOY, drill.title());
        boolean begun = false;
        for (Deed deed : drill.does()) {
            if (!begun && !(deed instanceof Deed.Pause)) {
                begun = true;
                announce("deployment.started");
                reading.listen();
            }
            switch (deed) {
                case Deed.Act(String act, Map<String, String> with) -> lab.act(act, with);
                case Deed.Signal(String kind, Map<String, String> with) -> signal(kind, with);
                case Deed.Pause(Duration time) -> Thread.sleep(time);
                case Deed.Feed _, Deed.Await _, Deed.Kill _ ->
                        throw new Failure(
                                Exit.USAGE,
                                "%s feeds synthetic series or ends a service: play it with `holdfast drill run`"
                                        .formatted(drill.name()));
            }
        }
        chronicle.brokenAt(Instant.now());
        announce("deployment.finished");
        done(Stage.DEPLOY, drill.title());
    }

    private void announce(String kind) {
        String release = drill.release();
        if (release != null) {
            signal(kind, released(release, drill.changes()));
        }
    }

    private Map<String, String> released(String version, String changes) {
        return Map.of(
                "component",
                drill.component(),
                "release",
                version,
                "by",
                "demo",
                "changes",
                changes);
    }

    private void signal(String kind, Map<String, String> attributes) {
        var _ = SignalCommand.send(services, scope, "demo-" + UUID.randomUUID(), kind, attributes);
    }

    /// Its own word and its customers', not Holdfast's.
    private @Nullable String measure(String good) throws InterruptedException {
        String failure = "";
        long deadline = System.nanoTime() + Duration.ofSeconds(2 * MEASURED_SECONDS).toNanos();
        while (System.nanoTime() < deadline) {
            String version = lab.version().orElse("nothing");
            var seen = lab.customers(MEASURED_SECONDS);
            if (!version.equals(good)) {
                failure = "%s answers as %s, not as %s".formatted(lab.name(), version, good);
            } else if (seen.isEmpty() || seen.get().requests() < ENOUGH_REQUESTS) {
                failure = "too few customers came to tell whether it is well";
            } else if (seen.get().errorRatio() >= HEALTHY) {
                failure =
                        "%.2f %% of the customers' requests still fail"
                                .formatted(seen.get().errorRatio() * 100);
            } else {
                return null;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return failure;
    }

    private void done(Stage stage, String text) {
        if (board.end(stage, State.DONE, text)) {
            screen.ended(board.line(stage));
        }
    }

    private static void await(String what, long seconds, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new Failure(Exit.FAILED, "Not within %d s: %s".formatted(seconds, what));
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure(Exit.FAILED, "interrupted", e);
            }
        }
    }
}
