package dev.holdfast.trials.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.local.Service;
import dev.holdfast.trials.whole.Wire.Heard;

import org.awaitility.core.ConditionFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// One system that the house looks after during one test: its world, its pack, what is said of it.
final class Tenant implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final WholeHouse house;
    private final String system;
    private final World world;
    private final PackFiles pack;

    private Tenant(WholeHouse house, String system, String decisions) {
        this.house = house;
        this.system = system;
        try {
            Path home = Files.createDirectories(Path.of("target", "whole")).toRealPath();
            world = new World(Files.createTempDirectory(home, system));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pack = WholePack.of(system, world, decisions);
    }

    /// Its pack is active, version v41 runs and has held, and its metrics are seen.
    static Tenant well(WholeHouse house, String system, String decisions) {
        Tenant tenant = fresh(house, system, decisions);
        tenant.deploys("v41");
        tenant.declaresHeld("v41");
        waiting().until(() -> tenant.measures("sum(rate(http_requests_total[2s])) > 0"));
        return tenant;
    }

    /// Its pack is active, and nothing was ever deployed.
    static Tenant fresh(WholeHouse house, String system, String decisions) {
        Tenant tenant = new Tenant(house, system, decisions);
        tenant.applies(tenant.pack);
        return tenant;
    }

    /// Awaits a condition for as long as a loaded machine may need.
    static ConditionFactory waiting() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50));
    }

    PackFiles pack() {
        return pack;
    }

    World world() {
        return world;
    }

    Scope scope() {
        return Scope.of(system, "production");
    }

    /// A path of the house's detector.
    URI detector(String path) {
        return house.url(Service.DETECTOR, path);
    }

    Reply offers(PackFiles files) {
        return house.send(
                "PUT",
                Service.DECISION,
                "/api/packs/" + system,
                WholeHouse.ROOT,
                Map.of("files", files.files()));
    }

    private void applies(PackFiles files) {
        Reply reply = offers(files);
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        waiting()
                .untilAsserted(() -> {
                    JsonNode state = packState(files.digest());
                    assertThat(state.path("state").asText()).as("%s", state).isEqualTo("active");
                });
        waiting().until(() -> measures("up == 1"));
    }

    JsonNode packState(String digest) {
        return house.get(Service.DECISION, "/api/packs/%s?digest=%s".formatted(system, digest))
                .json();
    }

    /// The version runs, and the pipeline says so.
    Tenant deploys(String version) {
        world.deploys(version);
        Reply reply = signals("deploy-" + version, "deployment.finished", version);
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        awaits(ReleaseDeployed.class, e -> e.release().version().equals(version));
        return this;
    }

    Tenant failing(String version, double share) {
        world.fails(version, share);
        return this;
    }

    Reply signals(String id, String type, String version) {
        String event =
                Json.text(
                        Map.of(
                                "specversion",
                                "1.0",
                                "id",
                                system + "-" + id,
                                "source",
                                "/ci",
                                "type",
                                type,
                                "subject",
                                scope().key(),
                                "data",
                                Map.of("component", "backend", "release", version)));
        return Reply.send(
                "POST",
                house.url(Service.DETECTOR, "/api/v1/signals"),
                WholeHouse.ROOT,
                "application/cloudevents+json",
                event.getBytes(StandardCharsets.UTF_8));
    }

    private void declaresHeld(String version) {
        Reply reply =
                house.post(
                        Service.DECISION,
                        "/api/systems/%s/releases/held".formatted(scope()),
                        WholeHouse.ADA,
                        Map.of("component", "backend", "version", version, "reason", "it ran"));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        awaits(ReleaseHeld.class);
    }

    /// What a person says about an incident: `approve`, `deny`, ...
    Reply says(String token, String incident, String word, Map<String, String> body) {
        return house.post(
                Service.DECISION, "/api/incidents/%s/%s".formatted(incident, word), token, body);
    }

    /// Whether the detector's windows have an answer to this.
    boolean measures(String query) {
        Reply reply =
                house.get(
                        Service.DETECTOR,
                        "/systems/%s/api/v1/query?query=%s"
                                .formatted(
                                        scope(), URLEncoder.encode(query, StandardCharsets.UTF_8)));
        return reply.status() == 200 && !reply.json().at("/data/result").isEmpty();
    }

    List<Heard> heard() {
        return house.wire().heard(system);
    }

    List<Envelope<Event>> envelopes() {
        return heard().stream().map(Heard::event).toList();
    }

    <E extends Event> List<E> events(Class<E> type) {
        return envelopes().stream()
                .map(Envelope::data)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /// The same without what a relay sent again since it died before it had struck it off.
    <E extends Event> List<E> once(Class<E> type) {
        Set<String> seen = new HashSet<>();
        return envelopes().stream()
                .filter(e -> seen.add(e.id()))
                .map(Envelope::data)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    <E extends Event> E awaits(Class<E> type) {
        return awaits(type, _ -> true);
    }

    /// The first event of this kind that is so, as soon as it is there.
    <E extends Event> E awaits(Class<E> type, Predicate<E> so) {
        waiting()
                .untilAsserted(() ->
                        assertThat(events(type).stream().filter(so).toList())
                                .as("%s of %s%s", type.getSimpleName(), system, told())
                                .isNotEmpty());
        return events(type).stream().filter(so).findFirst().orElseThrow();
    }

    /// Everything that was said of it, for people who read a failure.
    private String told() {
        return envelopes().stream()
                .map(e -> "\n  %s %s %s".formatted(e.time(), EventTypes.brief(e.data()), e.data()))
                .collect(Collectors.joining());
    }

    @Override
    public void close() {
        world.close();
    }
}
