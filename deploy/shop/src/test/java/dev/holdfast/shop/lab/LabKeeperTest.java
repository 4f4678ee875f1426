package dev.holdfast.shop.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.holdfast.local.LocalException;
import dev.holdfast.local.Ports;
import dev.holdfast.shop.keeper.ShopHome;

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
import java.util.Arrays;

class LabKeeperTest {
    private final HttpClient http = HttpClient.newHttpClient();
    @TempDir Path folder;

    @Test
    void a_shop_is_well_breaks_with_the_bad_release_and_is_well_again() throws Exception {
        LabPlace place = place();
        try (var _ = LabKeeper.open("shop", place)) {
            awaitVersion(place, ShopHome.GOOD);
            awaitRatio(place, 0, 0);

            act(place, "deploy?release=" + ShopHome.BAD);
            awaitVersion(place, ShopHome.BAD);
            awaitRatio(place, 0.12, 0.30);
            assertThat(get(place.front(), "/metrics"))
                    .contains(
                            "http_requests_total{route=\"/orders\",method=\"POST\",code=\"500\",}");

            act(place, "deploy?release=" + ShopHome.GOOD);
            awaitVersion(place, ShopHome.GOOD);
            awaitRatio(place, 0, 0);
        }
        assertThat(Ports.isTaken(place.front())).isFalse();
    }

    @Test
    void the_store_runs_under_pm2_from_git_and_each_release_fails_in_its_own_way()
            throws Exception {
        for (String program : new String[] {"node", "npm", "git"}) {
            assumeTrue(isInstalled(program), program + " is not installed");
        }
        LabPlace place = place();
        try (var _ = opened(place)) {
            awaitVersion(place, "1.4.1");
            awaitRatio(place, 0, 0);
            assertThat(get(place.page(), "/lab")).contains("\"good\":\"1.4.1\"").contains(".dump");

            act(place, "deploy?release=1.5.0");
            awaitVersion(place, "1.5.0");
            awaitRatio(place, 0.06, 0.4);

            act(place, "deploy?release=1.6.0");
            awaitVersion(place, "1.6.0");
            awaitRatio(place, 0.06, 0.4);
        }
        assertThat(Ports.isTaken(place.front())).isFalse();
        assertThat(Ports.isTaken(place.database())).isFalse();
    }

    @Test
    void an_act_without_its_header_or_its_words_is_refused() throws Exception {
        LabPlace place = place();
        try (var _ = LabKeeper.open("shop", place)) {
            assertThat(post(place, "deploy?release=1.5.0", "X-Other").statusCode()).isEqualTo(405);
            assertThat(post(place, "deploy?release=../../etc", "X-Lab").body())
                    .contains("this act needs `release`");
            assertThat(post(place, "explode", "X-Lab").body()).contains("knows the acts");
        }
    }

    @Test
    void every_lab_can_lose_its_database_and_its_metrics() throws Exception {
        LabPlace place = place();
        try (var _ = LabKeeper.open("shop", place)) {
            awaitVersion(place, ShopHome.GOOD);
            act(place, "dark");
            assertThat(status(place.front(), "/metrics")).isEqualTo(404);
            assertThat(status(place.front(), "/products")).isEqualTo(200);

            act(place, "database-down");
            assertThat(status(place.front(), "/health")).isEqualTo(503);
            act(place, "database-up");
            // Each connection of before the loss is thrown away by one answer.
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> status(place.front(), "/health") == 200);
        }
        assertThat(Ports.isTaken(place.database())).isFalse();
    }

    /// PM2 comes from npm's registry; where that is out of reach this cannot be shown.
    private static LabKeeper opened(LabPlace place) throws IOException, InterruptedException {
        try {
            return LabKeeper.open("my-store", place);
        } catch (LocalException e) {
            assumeFalse(
                    String.valueOf(e.getMessage()).contains("npm cannot install"), e.getMessage());
            throw e;
        }
    }

    private LabPlace place() {
        int base = Ports.row(10);
        return new LabPlace(folder, base - 80, ProcessHandle.current().pid());
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private void act(LabPlace place, String act) throws IOException, InterruptedException {
        assertThat(post(place, act, "X-Lab").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> post(LabPlace place, String act, String header)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/acts/%s".formatted(place.page(), act)))
                        .header(header, "act")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void awaitRatio(LabPlace place, double least, double most) {
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(ratio(place)).isBetween(least, most));
    }

    private void awaitVersion(LabPlace place, String version) {
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(get(place.front(), "/version")).contains(version));
    }

    /// Over the last three seconds, once enough customers were there in the release that runs.
    private double ratio(LabPlace place) throws Exception {
        JsonNode page =
                JsonMapper.builder().build().readTree(get(place.page(), "/customers?seconds=3"));
        assertThat(page.path("requests").asInt()).isGreaterThan(100);
        assertThat(page.path("byVersion").size()).isEqualTo(1);
        return page.path("errorRatio").asDouble();
    }

    private int status(int port, String path) throws IOException, InterruptedException {
        return answer(port, path).statusCode();
    }

    private String get(int port, String path) throws IOException, InterruptedException {
        return answer(port, path).body();
    }

    private HttpResponse<String> answer(int port, String path)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
