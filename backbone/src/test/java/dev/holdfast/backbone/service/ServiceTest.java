package dev.holdfast.backbone.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.work.Desk;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.value.MapPropertyResolver;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.runtime.server.EmbeddedServer;

import jakarta.inject.Singleton;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// What every service answers over HTTP.
@NullUnmarked // the service is started once for all tests
class ServiceTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir static Path data;
    private static ApplicationContext context;
    private static URI base;

    // Only here: the classes of this test are in the test jar that the services' tests use.
    @Factory
    @Requires(property = "holdfast.test.wiring")
    static final class Wiring {
        @Singleton
        Desk desk() {
            return new RecordingDesk();
        }
    }

    @Controller("/api/test")
    @Requires(property = "holdfast.test.wiring")
    static final class Commands {
        @Post
        String command(Caller caller) {
            return "done for " + caller.name();
        }

        @Get("/refused")
        String refused(@QueryValue(defaultValue = "true") boolean really) {
            if (!really) {
                return "done";
            }
            throw new Refusal(HttpStatus.CONFLICT, "checkout is being rolled back by executor@1");
        }
    }

    @BeforeAll
    static void start() throws IOException {
        Path tokens = data.resolve("tokens");
        Files.writeString(tokens, "# tests\n" + Tokens.hash("secret-of-ada") + " ada lead,admin\n");
        LocalPostgres postgres = LocalPostgres.shared();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("holdfast.test.wiring", true);
        settings.put("holdfast.port", -1);
        settings.put("holdfast.kafka", LocalKafka.shared().bootstrapServers());
        settings.put("holdfast.postgres.host", postgres.host());
        settings.put("holdfast.postgres.port", postgres.port());
        settings.put("holdfast.postgres.database", postgres.database());
        settings.put("holdfast.postgres.user", postgres.user());
        settings.put("holdfast.postgres.password", postgres.password());
        settings.put("holdfast.tokens", tokens.toString());
        context = Service.start(ServiceTest.class, "verifier-service", 0, settings);
        base = context.getBean(EmbeddedServer.class).getURI();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void what_this_machine_may_read_a_proxy_before_it_may_not() throws Exception {
        var request = HttpRequest.newBuilder(base.resolve("/api/test/refused?really=false"));
        assertThat(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        HttpRequest proxied = request.header("X-Forwarded-For", "203.0.113.7").build();
        assertThat(HTTP.send(proxied, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void it_is_ready_when_database_and_topics_are_read() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(get("/health/readiness").statusCode()).isEqualTo(200));
        assertThat(get("/health/readiness").body()).contains("\"database\":\"answers\"");
        assertThat(get("/health/liveness").statusCode()).isEqualTo(200);
    }

    @Test
    void its_metrics_are_micronauts_and_its_own_in_one_page() {
        assertThat(get("/prometheus").body())
                .contains("jvm_memory_bytes_used")
                .contains("holdfast_partitions_up_to_date");
    }

    @Test
    void a_command_needs_a_known_token() {
        assertThat(post(null).statusCode()).isEqualTo(401);
        assertThat(post("wrong").statusCode()).isEqualTo(401);
        assertThat(post("wrong").headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(post("secret-of-ada").body()).isEqualTo("done for ada");
    }

    @Test
    void errors_are_problems_that_say_what_happened() {
        assertThat(get("/api/test/refused").statusCode()).isEqualTo(409);
        assertThat(get("/api/test/refused").body())
                .contains("\"detail\":\"checkout is being rolled back by executor@1\"");
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/nothing").headers().firstValue("content-type"))
                .contains("application/problem+json");
    }

    @Test
    void wrong_settings_are_told_all_at_once() {
        assertThatThrownBy(() ->
                        HouseSettings.from(
                                new MapPropertyResolver(
                                        Map.of(
                                                "holdfast.service", "executor-service",
                                                "holdfast.postgres.port", "99999",
                                                "holdfast.lease", "soon"))))
                .hasMessageContaining("HOLDFAST_POSTGRES_PORT is '99999'")
                .hasMessageContaining("HOLDFAST_LEASE is 'soon'");
    }

    private static HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).build());
    }

    private static HttpResponse<String> post(String token) {
        HttpRequest.Builder b =
                HttpRequest.newBuilder(base.resolve("/api/test"))
                        .POST(HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            b.header("Authorization", "Bearer " + token);
        }
        return send(b.build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
