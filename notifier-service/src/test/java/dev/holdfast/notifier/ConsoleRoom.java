package dev.holdfast.notifier;

import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.RollbackEvent.RollbackPaused;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// The console with four incidents at different points, and a browser to look at it: one for all
/// the classes that are run together.
record ConsoleRoom(ConsoleHouse house, Chromium chromium, Path data) implements AutoCloseable {
    /// Opens it for the first class that needs it; the end of the run closes it.
    static final class Opener implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            Chromium.assumed();
            InBrowser.room =
                    context.getRoot()
                            .getStore(ExtensionContext.Namespace.GLOBAL)
                            .computeIfAbsent(ConsoleRoom.class, _ -> opened(), ConsoleRoom.class);
        }
    }

    private static ConsoleRoom opened() {
        try {
            Path data = Files.createTempDirectory("holdfast-console");
            ConsoleRoom room = new ConsoleRoom(new ConsoleHouse(data), Chromium.start(), data);
            room.furnish(Instant.now());
            return room;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void furnish(Instant now) {
        ShopStory over =
                new ShopStory(
                        "shop-c-over", now.minusSeconds(900), "Error ratio of the shop is 21 %");
        ShopStory asked = new ShopStory("shop-c-asked", now.minusSeconds(60), "Payments fail");
        rules(Packs.shop("channels: {log: {kind: log}}\nroute: {channels: [log]}\n"));
        Wire wire = house.wire();
        wire.tell(over.before());
        wire.tell(over.opening());
        wire.tell(over.deciding());
        wire.tell(over.rollingBack());
        wire.tell(over.rolledBack());
        wire.tell(over.verified());
        wire.tell(asked.opening());
        wire.tell(asked.deciding());
        wire.tell(asked.asking());
        running("shop-c-runs", now);
        running("shop-c-waits", now);
        wire.tell(
                ShopStory.SHOP,
                new RollbackPaused(
                        "shop-c-waits",
                        "rb-1",
                        "restart",
                        null,
                        "process 4711 does not end",
                        now.plusSeconds(900),
                        now));
    }

    private void running(String incident, Instant now) {
        ShopStory story = new ShopStory(incident, now.minusSeconds(40), "Carts lose items");
        house.wire().tell(story.opening());
        house.wire().tell(story.deciding());
        house.wire().tell(story.rollingBack());
    }

    /// Offers a pack and makes it the one that rules.
    void rules(PackFiles pack) {
        house.offers(pack);
        house.wire()
                .tell(
                        Scope.pack(pack.name()),
                        new PackActivated(pack.name(), pack.digest(), Instant.now()));
    }

    @Override
    public void close() {
        house.close();
        chromium.close();
    }
}
