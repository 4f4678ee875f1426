package dev.holdfast.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Tokens;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Who may read and do what here: by the roles of a token, and by those that a pack names.
@NullUnmarked // started once for all tests
class AccessTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Scope OURS = Scope.of("shop", "production");

    /// A viewer of another system, a viewer of this one, and one whom only the pack names.
    private static final String STRANGER = "secret-of-stan";

    private static final String VIEWER = "secret-of-vic";
    private static final String NAMED = "secret-of-nora";

    @TempDir static Path data;
    private static ConsoleHouse house;

    @BeforeAll
    static void start() throws IOException {
        house = new ConsoleHouse(data);
        Files.writeString(
                data.resolve("tokens"),
                """
                %s stan lead@blog/staging
                %s vic viewer@shop/production
                %s nora
                """
                        .formatted(Tokens.hash(STRANGER), Tokens.hash(VIEWER), Tokens.hash(NAMED)),
                StandardOpenOption.APPEND);
        PackFiles pack =
                PackFiles.of(
                        "shop",
                        java.util.Map.of(
                                "pack.yml",
                                Packs.MANIFEST
                                        + "roles: [lead]\npeople: [{name: nora, roles: [lead]}]\n",
                                "notifications.yml",
                                "channels: {log: {kind: log}}\nroute: {channels: [log]}\n"));
        house.offers(pack);
        house.wire()
                .tell(Scope.pack("shop"), new PackActivated("shop", pack.digest(), Instant.now()));
        house.wire()
                .tell(
                        OURS,
                        new IncidentOpened(
                                "access-1", "Ours", Severity.P1, List.of("A"), Instant.now()));
        await().atMost(PATIENCE)
                .until(() ->
                        get("/api/now", null).body().contains("access-1")
                                && get("/api/notices?incident=access-1", NAMED)
                                        .body()
                                        .contains("access-1"));
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/now",
                "/api/incidents",
                "/api/notices",
                "/api/silences",
                "/api/dora",
                "/api/policy"
            })
    void nobody_reads_of_systems_in_which_they_have_no_role(String path) {
        HttpResponse<String> answer = get(path, STRANGER);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("shop").doesNotContain("access-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/incidents/access-1/timeline",
                "/api/incidents/access-1/report",
                "/api/incidents/access-1/post-mortem",
                "/api/policy/shop"
            })
    void to_them_it_is_not_there_at_all(String path) {
        assertThat(get(path, STRANGER).statusCode()).isEqualTo(404);
        assertThat(get(path, VIEWER).statusCode()).isEqualTo(200);
        assertThat(get(path, NAMED).statusCode()).isEqualTo(200);
    }

    @Test
    void channels_and_wording_are_for_those_who_may_read() {
        assertThat(get("/api/channels?scope=shop/production", STRANGER).statusCode())
                .isEqualTo(403);
        assertThat(get("/api/wording?scope=shop/production", STRANGER).statusCode()).isEqualTo(403);
        assertThat(get("/api/channels?scope=shop/production", VIEWER).statusCode()).isEqualTo(200);
    }

    @Test
    void a_viewer_silences_nobody_and_takes_nothing_over() {
        String silence =
                "{\"scope\":\"shop/production\",\"until\":\"%s\",\"reason\":\"quiet\"}"
                        .formatted(Instant.now().plusSeconds(600));
        for (String token : List.of(VIEWER, STRANGER)) {
            assertThat(post("/api/silences", silence, token).statusCode()).isEqualTo(403);
            assertThat(post("/api/channels/log/test?system=shop", "", token).statusCode())
                    .isEqualTo(403);
        }
        assertThat(post("/api/incidents/access-1/acknowledge", "", VIEWER).statusCode())
                .isEqualTo(403);
        assertThat(post("/api/incidents/access-1/acknowledge", "", STRANGER).statusCode())
                .isEqualTo(404);
        assertThat(get("/api/silences", null).body()).doesNotContain("vic", "stan");
        assertThat(post("/api/incidents/access-1/acknowledge", "", NAMED).statusCode())
                .isEqualTo(200);
    }

    @Test
    void the_stream_shows_what_its_reader_may_see_and_asked_for() throws IOException {
        String filter =
                "type%20%3D%3D%20%27incident.opened%27%20%26%26%20data.title.startsWith(%27Seen%27)";
        try (LiveReader ours =
                        LiveReader.open(
                                house.base().resolve("/events?filter=" + filter), null, VIEWER);
                LiveReader theirs =
                        LiveReader.open(house.base().resolve("/events"), null, STRANGER)) {
            Scope blog = Scope.of("blog", "staging");
            house.wire().tell(OURS, opened("access-2", "Not asked for"));
            house.wire().tell(OURS, opened("access-3", "Seen by its readers"));
            house.wire().tell(blog, opened("access-4", "Seen by strangers"));
            assertThat(ours.until("incident.opened").data()).contains("access-3");
            assertThat(theirs.until("incident.opened").data()).contains("access-4");
        }
        HttpResponse<String> broken = get("/events?filter=tipe", null);
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(broken.body()).contains("tipe");
    }

    @Test
    void the_api_describes_itself() {
        HttpResponse<String> api = get("/api/openapi.json", null);
        assertThat(api.statusCode()).isEqualTo(200);
        assertThat(api.body())
                .contains("\"3.1.0\"", "/api/notices/{id}/redrive", "/api/silences", "bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/chat/slack/shop/more",
                "/chat/slack/",
                "/chat/slack/..%2f..%2fapi%2fsilences",
                "/chat/slack/../../api/silences",
                "/chat/slackers",
                "/api/chat/slack/SHOP"
            })
    void nothing_slips_in_beside_the_chat(String path) {
        assertThat(post(path, "payload={}", null).statusCode()).isEqualTo(401);
    }

    @Test
    void what_the_chat_sends_needs_no_token_and_is_small() {
        assertThat(post("/chat/slack/shop", "payload={}", null).statusCode()).isEqualTo(200);
        assertThat(post("/chat/slack/shop", "x".repeat(70_000), null).statusCode()).isEqualTo(401);
    }

    private static IncidentOpened opened(String id, String title) {
        return new IncidentOpened(id, title, Severity.P3, List.of("A"), Instant.now());
    }

    private static HttpResponse<String> get(String path, String token) {
        return send(HttpRequest.newBuilder(house.base().resolve(path)), token);
    }

    private static HttpResponse<String> post(String path, String body, String token) {
        return send(
                HttpRequest.newBuilder(java.net.URI.create(house.base() + path))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofByteArray(
                                        body.getBytes(StandardCharsets.UTF_8))),
                token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String token) {
        try {
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            return HTTP.send(
                    request.timeout(Duration.ofSeconds(15)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
