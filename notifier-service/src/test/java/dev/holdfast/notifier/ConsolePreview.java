package dev.holdfast.notifier;

import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentUpdated;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationEvent.StandingCheckFinished;
import dev.holdfast.backbone.service.Service;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Shows the console with three incidents at different points, for whoever works on its looks:
/// `java … dev.holdfast.notifier.ConsolePreview 7405`, until the process is stopped.
final class ConsolePreview {
    private ConsolePreview() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("holdfast-preview");
        Path tokens = data.resolve("tokens");
        Files.writeString(tokens, Tokens.hash("preview") + " ada lead\n");
        LocalPostgres postgres = LocalPostgres.shared();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("holdfast.port", args.length == 0 ? 7405 : Integer.parseInt(args[0]));
        settings.put("holdfast.kafka", LocalKafka.shared().bootstrapServers());
        settings.put("holdfast.postgres.host", postgres.host());
        settings.put("holdfast.postgres.port", postgres.port());
        settings.put("holdfast.postgres.database", postgres.database());
        settings.put("holdfast.postgres.user", postgres.user());
        settings.put("holdfast.postgres.password", postgres.password());
        settings.put("holdfast.tokens", tokens.toString());
        settings.put("holdfast.data", data.toString());
        var context =
                Service.start(NotifierApplication.class, NotifierApplication.NAME, 0, settings);
        try (context;
                Wire wire = new Wire(LocalKafka.shared().bootstrapServers())) {
            tell(wire, Instant.now());
            new CountDownLatch(1).await();
        }
    }

    static void tell(Wire wire, Instant now) {
        ShopStory over = ShopStory.at(now.minusSeconds(1_500));
        wire.tell(over.before());
        wire.tell(over.opening());
        wire.tell(over.deciding());
        wire.tell(over.rollingBack());
        wire.tell(over.rolledBack());
        wire.tell(ShopStory.SHOP, over.asksForProof());
        wire.tell(over.verified());
        others(wire, now);
        ShopStory asked =
                new ShopStory(
                        "shop-20261120-77c1",
                        now.minusSeconds(60),
                        "Payments fail after backend 1.5.1");
        wire.tell(asked.opening());
        wire.tell(asked.deciding());
        wire.tell(asked.asking());
    }

    private static void others(Wire wire, Instant now) {
        Scope azora = Scope.of("azora", "production");
        wire.tell(
                azora,
                new ReleaseDeployed(
                        new Release("api", "v1.2.2"),
                        "chi",
                        "1a2b3c4",
                        List.of("code"),
                        null,
                        now.minusSeconds(90_000),
                        now));
        wire.tell(
                azora,
                new ReleaseHeld(new Release("api", "v1.2.2"), null, Duration.ofMinutes(30), now));
        wire.tell(
                azora,
                new StandingCheckFinished(
                        "health", Verdict.PASSED, 1.0, "200", Duration.ofMillis(8), now));
        Scope market = Scope.of("africanmarket", "staging");
        wire.tell(
                market,
                new ReleaseDeployed(
                        new Release("app", "2026.11.2"),
                        "dee",
                        "77f0aa1",
                        List.of("code", "migration"),
                        null,
                        now.minusSeconds(300),
                        now));
        wire.tell(
                market,
                new IncidentOpened(
                        "africanmarket-20261120-01be",
                        "<script>alert('x')</script> Latency P95 is 4.2 s, 52 % above the hour before",
                        Severity.P2,
                        List.of("LatencyDegraded"),
                        now.minusSeconds(240)));
        wire.tell(
                market,
                new IncidentUpdated(
                        "africanmarket-20261120-01be",
                        Severity.P2,
                        "watching",
                        "the degradation to last 15 minutes",
                        now.plusSeconds(660),
                        List.of("LatencyDegraded"),
                        now.minusSeconds(239)));
    }
}
