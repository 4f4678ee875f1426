package dev.holdfast.verifier.flow;

import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.memory.MemoryHouse;
import dev.holdfast.backbone.memory.MemoryStore;
import dev.holdfast.backbone.pack.PackFiles;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// verifier-service with the shop's pack, in memory, before a world that the test sets.
final class ShopHouse {
    static final Scope SHOP = Scope.of("shop", "production");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final FakeWorld world = new FakeWorld();
    final MemoryHouse house = new MemoryHouse(START);
    final MemoryStore store;

    ShopHouse(PackFiles pack) {
        healthy(world);
        store = house.add(s -> new VerifierDesk(s, world));
        house.offer(pack);
        house.publish(Scope.pack("shop"), new PackActivated("shop", pack.digest(), house.now()));
    }

    /// Everything is as it should be, as release 1.4.1.
    static FakeWorld healthy(FakeWorld world) {
        return world.answers("/health", FakeWorld.http(200, "{\"status\":\"UP\"}"))
                .answers("/version", FakeWorld.http(200, "{\"version\":\"1.4.1\"}"))
                .answers("select count(*) from orders", FakeWorld.value("120"))
                .answers("total < 0", FakeWorld.value("0"))
                .answers("http_requests_total", FakeWorld.ratio(0.001, 500));
    }

    VerificationRequested requested(String stage, Duration deadline) {
        return new VerificationRequested(
                "verification-1",
                "shop-20260101-abcd",
                "rollback-1",
                stage,
                new Release("backend", "1.4.1"),
                null,
                house.now().plus(deadline),
                house.now());
    }

    void asks(String stage) {
        house.publish(
                Topic.INCIDENTS, SHOP, requested(stage, Duration.ofMinutes(5)), "asked-" + stage);
    }

    void passes(Duration time) {
        house.passes(time);
    }

    /// Final verdicts, in order.
    List<VerificationEvent> verdicts() {
        return house.events(VerificationEvent.class).stream()
                .filter(e ->
                        e instanceof VerificationEvent.VerificationPassed
                                || e instanceof VerificationEvent.VerificationFailed
                                || e instanceof VerificationEvent.VerificationInconclusive)
                .toList();
    }
}
