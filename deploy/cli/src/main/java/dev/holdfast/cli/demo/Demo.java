package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.command.PackCommand;
import dev.holdfast.cli.command.PackOptions;
import dev.holdfast.cli.command.SignalCommand;
import dev.holdfast.cli.demo.Board.State;
import dev.holdfast.cli.http.EventFeed;
import dev.holdfast.cli.http.Services;
import dev.holdfast.cli.output.Column;
import dev.holdfast.local.HouseControl;
import dev.holdfast.local.HouseSettings;
import dev.holdfast.local.HouseStatus;
import dev.holdfast.local.Service;
import dev.holdfast.shop.keeper.ShopHome;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// The demo, from an empty machine to a healed shop. The order of the calls in `run` is the story.
public final class Demo {
    private static final String SCOPE = "shop/production";
    private static final String COMPONENT = "backend";
    private static final double STEADY_PER_SECOND = 30;
    private static final double HEALTHY = 0.01;
    private static final int MEASURED_SECONDS = 5;
    private static final int ENOUGH_REQUESTS = 150;
    private static final long INCIDENT_SECONDS = 240;
    private static final long LOOK_MILLIS = 100;

    private final HouseSettings house;
    private final Services services;
    private final ShopProcess shop;
    private final Board board;
    private final Screen screen;
    private final Chronicle chronicle = new Chronicle();
    private final Reading reading;
    private volatile boolean watchingShop = true;

    Demo(HouseSettings house, Services services, ShopProcess shop, Board board, Screen screen) {
        this.house = house;
        this.services = services;
        this.shop = shop;
        this.board = board;
        this.screen = screen;
        this.reading = new Reading(SCOPE, board, screen, chronicle);
    }

    Chronicle chronicle() {
        return chronicle;
    }

    String incident() {
        return reading.incident();
    }

    /// Runs it; null when the shop is healed, else the reason why it is not.
    @Nullable String run() throws IOException, InterruptedException {
        HouseStatus status = startHouse();
        openShop(status);
        applyPack();
        declareGood();
        followEvents();
        deployBad();
        board.begin(Stage.DETECT, Stage.DETECT.question());
        String failure = reading.await(INCIDENT_SECONDS);
        return failure != null ? failure : measure();
    }

    void endWatching() {
        watchingShop = false;
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

    private void openShop(HouseStatus status) throws IOException {
        board.begin(Stage.SHOP, Stage.SHOP.question());
        shop.open(status.pid());
        Thread.ofVirtual().name("shop-view").start(this::watchShop);
        await(
                "the shop answers its customers as " + ShopHome.GOOD,
                60,
                () -> {
                    shop.refuseWhenGone();
                    return shop.version().filter(ShopHome.GOOD::equals).isPresent()
                            && shop.customers(2)
                                    .filter(s ->
                                            s.perSecond() >= STEADY_PER_SECOND && s.errors() == 0)
                                    .isPresent();
                });
        done(Stage.SHOP, "the shop is open as %s, 50 requests a second".formatted(ShopHome.GOOD));
    }

    private void watchShop() {
        while (watchingShop) {
            shop.customers(1)
                    .ifPresent(seen ->
                            board.shop(
                                    new Board.ShopView(
                                            shop.version().orElse("(down)"),
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

    private void applyPack() {
        board.begin(Stage.PACK, Stage.PACK.question());
        var pack = PackOptions.read(house.root().resolve("deploy/packs/shop"), shop.packValues());
        JsonNode state = PackCommand.apply(services, pack);
        if (!Column.at(state, "state").equals("active")) {
            throw new Failure(
                    Exit.FAILED,
                    "The pack deploy/packs/shop is %s: %s"
                            .formatted(Column.at(state, "state"), Column.at(state, "problems")));
        }
        closeOldIncidents();
        done(Stage.PACK, "pack shop is accepted by every service");
    }

    /// An earlier demo that was interrupted may have left one; a new trigger would only join it.
    private void closeOldIncidents() {
        JsonNode found = services.get(Service.DECISION, "/api/incidents?state=open&limit=100");
        for (JsonNode incident : found) {
            if (Column.at(incident, "scope").equals(SCOPE)) {
                services.post(
                        Service.DECISION,
                        "/api/incidents/%s/close".formatted(Column.at(incident, "id")),
                        Map.of("reason", "a new demo begins"));
            }
        }
    }

    private void declareGood() {
        board.begin(Stage.CALM, Stage.CALM.question());
        await("the intake knows the pack", 10, this::goodIsSignalled);
        await(
                ShopHome.GOOD + " is in the ledger of releases",
                20,
                () -> {
                    JsonNode ledger =
                            services.get(
                                    Service.DECISION, "/api/systems/%s/releases".formatted(SCOPE));
                    return ledger.toString().contains('"' + ShopHome.GOOD + '"');
                });
        services.post(
                Service.DECISION,
                "/api/systems/%s/releases/held".formatted(SCOPE),
                Map.of(
                        "component",
                        COMPONENT,
                        "version",
                        ShopHome.GOOD,
                        "reason",
                        "it has run well for months"));
        await(
                "the detector sees the shop's requests",
                30,
                () -> seenPerSecond() >= STEADY_PER_SECOND);
        await("no rule is true any more", 90, this::isCalm);
        done(
                Stage.CALM,
                "%s is declared good, the detector sees %.0f requests a second"
                        .formatted(ShopHome.GOOD, seenPerSecond()));
    }

    /// The intake learns of a new pack a moment after it is current, and says 404 until then.
    private boolean goodIsSignalled() {
        try {
            signal("deployment.finished", ShopHome.GOOD);
            return true;
        } catch (Failure e) {
            if (e.exitCode() == Exit.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private boolean isCalm() {
        return services.get(Service.DETECTOR, "/systems/%s/api/v1/alerts".formatted(SCOPE))
                .path("data")
                .path("alerts")
                .isEmpty();
    }

    private double seenPerSecond() {
        JsonNode answer =
                services.get(
                        Service.DETECTOR,
                        "/systems/%s/api/v1/query?query=sum(rate(http_requests_total%%5B5s%%5D))"
                                .formatted(SCOPE));
        return answer.path("data").path("result").path(0).path("value").path(1).asDouble();
    }

    private void followEvents() {
        Thread.ofVirtual()
                .name("events")
                .start(() -> {
                    while (watchingShop) {
                        try {
                            EventFeed.follow(
                                    services,
                                    "?scope=" + SCOPE,
                                    event -> watchingShop && reading.read(event));
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

    private void deployBad() throws IOException, InterruptedException {
        board.begin(Stage.DEPLOY, Stage.DEPLOY.question());
        signal("deployment.started", ShopHome.BAD);
        reading.listen();
        shop.home().switchTo(ShopHome.BAD);
        shop.home().control("restart");
        await(
                "the shop answers as " + ShopHome.BAD,
                30,
                () -> shop.version().filter(ShopHome.BAD::equals).isPresent());
        chronicle.brokenAt(Instant.now());
        signal("deployment.finished", ShopHome.BAD);
        done(
                Stage.DEPLOY,
                "the shop runs %s: a fifth of the requests fails, slowly".formatted(ShopHome.BAD));
    }

    private void signal(String kind, String version) {
        var _ =
                SignalCommand.send(
                        services,
                        SCOPE,
                        "demo-" + UUID.randomUUID(),
                        kind,
                        Map.of(
                                "component",
                                COMPONENT,
                                "release",
                                version,
                                "by",
                                "demo",
                                "changes",
                                "code"));
    }

    /// The shop's own word and its customers', not Holdfast's.
    private @Nullable String measure() throws InterruptedException {
        String failure = "";
        long deadline = System.nanoTime() + Duration.ofSeconds(2 * MEASURED_SECONDS).toNanos();
        while (System.nanoTime() < deadline) {
            String version = shop.version().orElse("nothing");
            var seen = shop.customers(MEASURED_SECONDS);
            if (!version.equals(ShopHome.GOOD)) {
                failure = "the shop answers as %s, not as %s".formatted(version, ShopHome.GOOD);
            } else if (seen.isEmpty() || seen.get().requests() < ENOUGH_REQUESTS) {
                failure = "too few customers came to tell whether the shop is well";
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
