package dev.holdfast.notifier;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.NotificationEvent.NoticeFailed;
import dev.holdfast.backbone.events.RollbackEvent.RollbackPaused;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Takes pictures of every page, by day, by night and on a telephone, into the folder of
/// `-Dholdfast.shots`; those of docs/images are chosen from them.
@Tag("bench")
class ConsoleShots {
    private static final List<String> PAGES =
            List.of("", "history", "systems", "drills", "told", "policy/shop");

    @Test
    void every_page(@TempDir Path data) throws IOException {
        Path folder = Path.of(System.getProperty("holdfast.shots", "target/shots"));
        Files.createDirectories(folder);
        Chromium.assumed();
        try (ConsoleHouse house = new ConsoleHouse(data);
                Chromium chromium = Chromium.start()) {
            Instant now = Instant.now();
            furnish(house, now);
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                shoot(house, chromium, folder, scheme, 1360);
            }
            shoot(house, chromium, folder, ColorScheme.LIGHT, 390);
        }
    }

    private static void furnish(ConsoleHouse house, Instant now) {
        PackFiles pack =
                Packs.shop(
                        """
                        channels:
                          log: {kind: log}
                          page: {kind: status-page, path: shop}
                          chat: {kind: slack-webhook, hook: hook-signing, fallback: log}
                        route:
                          channels: [log]
                          routes:
                            - {match: {event: incident-started}, channels: [page], audience: customers, continue: true}
                        """);
        house.offers(pack);
        house.wire()
                .tell(Scope.pack("shop"), new PackActivated("shop", pack.digest(), Instant.now()));
        ConsolePreview.tell(house.wire(), now);
        ShopStory held =
                new ShopStory("shop-20261120-a2d0", now.minusSeconds(95), "Carts lose items");
        house.wire().tell(held.opening());
        house.wire().tell(held.deciding());
        house.wire().tell(held.rollingBack());
        house.wire()
                .tell(
                        ShopStory.SHOP,
                        new RollbackPaused(
                                held.incident(),
                                "rb-1",
                                "restart",
                                null,
                                "process 4711 does not end within 30 s",
                                now.plusSeconds(1_200),
                                now),
                        new NoticeFailed(
                                held.incident(),
                                "n-1",
                                "chat",
                                "incident-started",
                                "given up after 12 attempts in 1 hour: HTTP 503",
                                "log",
                                12,
                                now));
        Scope drill = new Scope("shop", "production", "friday");
        ShopStory rehearsal =
                new ShopStory(
                        "shop-20261120-d711", now.minusSeconds(4_000), "Rehearsal: bad release");
        for (var events :
                List.of(
                        rehearsal.opening(),
                        rehearsal.deciding(),
                        rehearsal.rollingBack(),
                        rehearsal.rolledBack(),
                        rehearsal.verified())) {
            events.forEach(e -> house.wire().tell(drill, e));
        }
        house.wire()
                .tell(
                        Scope.of("azora", "production"),
                        new IncidentOpened(
                                "azora-20261120-9c1e",
                                "Response times of the API are 3 times those of the hour before, and one in thirty orders is refused with 503",
                                dev.holdfast.backbone.events.Severity.P0,
                                List.of("Latency"),
                                now.minusSeconds(33)));
    }

    private static void shoot(
            ConsoleHouse house, Chromium chromium, Path folder, ColorScheme scheme, int width) {
        try (BrowserContext context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setColorScheme(scheme)
                                        .setDeviceScaleFactor(1)
                                        .setViewportSize(width, 900))) {
            Page page = context.newPage();
            String kind = width < 500 ? "narrow" : scheme.name().toLowerCase(java.util.Locale.ROOT);
            for (String where : PAGES) {
                shot(page, house, where, folder.resolve(name(where) + "-" + kind + ".png"));
            }
            for (String id : List.of("3fa9", "77c1", "a2d0")) {
                shot(
                        page,
                        house,
                        "incident/shop-20261120-" + id,
                        folder.resolve("incident-%s-%s.png".formatted(id, kind)));
            }
        }
    }

    private static void shot(Page page, ConsoleHouse house, String where, Path file) {
        page.navigate(house.base() + "/#/" + where);
        page.reload();
        assertThat(page.locator("h1")).isVisible();
        assertThat(page.locator("#live")).hasAttribute("data-state", "live");
        if (where.startsWith("incident/")) {
            assertThat(page.locator(".node").first()).isVisible();
            assertThat(page.locator(".curve canvas")).isVisible();
        } else if (where.startsWith("policy")) {
            assertThat(page.locator(".source .line").first()).isVisible();
        } else {
            assertThat(page.locator("main")).containsText("shop/production");
        }
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    private static String name(String where) {
        return where.isEmpty() ? "now" : where.replace("/shop", "");
    }
}
