package dev.holdfast.shop.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.holdfast.local.Ports;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

class ShopKeeperTest {
    private final HttpClient http = HttpClient.newHttpClient();
    @TempDir Path folder;

    @Test
    void a_shop_is_well_breaks_with_the_bad_release_and_is_well_again() throws Exception {
        var free = Ports.free(3);
        var ports = new ShopPorts(free.get(0), free.get(1), free.get(2));
        var home = new ShopHome(folder);
        try (var _ = ShopKeeper.open(home, ports)) {
            awaitVersion(ports, ShopHome.GOOD);
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(ratio(ports)).isZero());

            home.switchTo(ShopHome.BAD);
            home.control("restart");
            awaitVersion(ports, ShopHome.BAD);
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(ratio(ports)).isBetween(0.12, 0.30));
            assertThat(get(ports.shop(), "/metrics"))
                    .contains(
                            "http_requests_total{route=\"/orders\",method=\"POST\",code=\"500\",}");

            home.switchTo(ShopHome.GOOD);
            home.control("restart");
            awaitVersion(ports, ShopHome.GOOD);
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(ratio(ports)).isZero());
        }
        assertThat(Ports.isTaken(ports.shop())).isFalse();
    }

    private void awaitVersion(ShopPorts ports, String version) {
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(get(ports.shop(), "/version")).contains(version));
    }

    /// Over the last three seconds, once enough customers were there in the release that runs.
    private double ratio(ShopPorts ports) throws Exception {
        JsonNode page =
                JsonMapper.builder()
                        .build()
                        .readTree(get(ports.customers(), "/customers?seconds=3"));
        assertThat(page.path("requests").asInt()).isGreaterThan(100);
        assertThat(page.path("byVersion").size()).isEqualTo(1);
        return page.path("errorRatio").asDouble();
    }

    private String get(int port, String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
