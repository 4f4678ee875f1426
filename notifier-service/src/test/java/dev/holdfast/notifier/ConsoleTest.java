package dev.holdfast.notifier;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentUpdated;
import dev.holdfast.backbone.events.IncidentEvent.IncidentWithheld;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.pack.PackFiles;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// The console in a real browser, as people use it.
@NullUnmarked // started once for all tests
class ConsoleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Everything that a value from outside could try, in the fields that come from outside.
    private static final List<String> EVIL =
            List.of(
                    "<script>window.hacked=1</script>",
                    "<img src=x onerror=window.hacked=1>",
                    "\"><svg onload=window.hacked=1>",
                    "'-window.hacked=1-'",
                    "javascript:window.hacked=1",
                    "${window.hacked=1}{{constructor.constructor('window.hacked=1')()}}",
                    "</title></textarea><iframe srcdoc=\"<script>parent.hacked=1</script>\">",
                    "\u202Egnp.exe\u0000\u001b[31m");

    @TempDir static Path data;
    private static ConsoleHouse house;
    private static Chromium chromium;
    private static ShopStory over;
    private static ShopStory asked;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        house = new ConsoleHouse(data);
        Instant now = Instant.now();
        over =
                new ShopStory(
                        "shop-c-over", now.minusSeconds(900), "Error ratio of the shop is 21 %");
        asked = new ShopStory("shop-c-asked", now.minusSeconds(60), "Payments fail");
        house.offers(Packs.shop("channels: {log: {kind: log}}\nroute: {channels: [log]}\n"));
        house.wire().tell(over.before());
        house.wire().tell(over.opening());
        house.wire().tell(over.deciding());
        house.wire().tell(over.rollingBack());
        house.wire().tell(over.rolledBack());
        house.wire().tell(over.verified());
        house.wire().tell(asked.opening());
        house.wire().tell(asked.deciding());
        house.wire().tell(asked.asking());
    }

    @AfterAll
    static void stop() {
        if (house != null) {
            house.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void open() {
        context =
                chromium.browser()
                        .newContext(new Browser.NewContextOptions().setViewportSize(1360, 1000));
        page = context.newPage();
        page.onConsoleMessage(m -> {
            if (m.type().equals("error")) {
                complaints.add(m.text());
            }
        });
        page.onPageError(complaints::add);
        page.onDialog(d -> {
            complaints.add("a dialog: " + d.message());
            d.dismiss();
        });
    }

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "history",
                "systems",
                "drills",
                "told",
                "policy",
                "incident/shop-c-over",
                "incident/shop-c-asked"
            })
    void every_page_is_there_and_axe_finds_nothing_serious(String where) {
        go(where);
        assertThat(page.locator("h1")).isVisible();
        assertThat(page.locator("#live")).hasAttribute("data-state", "live");
        assertThat(page.locator(".fault")).hasCount(0);
        assertThat(serious()).isEmpty();
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void contrast_suffices_by_day_and_by_night(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        go("");
        assertThat(page.locator(".card").first()).isVisible();
        assertThat(serious()).isEmpty();
        go("incident/shop-c-over");
        assertThat(page.locator(".stage").first()).isVisible();
        assertThat(serious()).isEmpty();
    }

    @Test
    void what_happens_is_seen_at_once_without_a_reload() {
        Scope scope = Scope.of("live", "production");
        go("");
        assertThat(page.locator("#live")).hasAttribute("data-state", "live");
        Instant now = Instant.now();
        house.wire()
                .tell(
                        scope,
                        new IncidentOpened(
                                "live-1", "Live is slow", Severity.P1, List.of("Slow"), now));
        Locator card = page.locator("[data-key='live-1']");
        assertThat(card).containsText("Live is slow");
        house.wire()
                .tell(
                        scope,
                        new IncidentUpdated(
                                "live-1",
                                Severity.P1,
                                "watching",
                                "the latency to last 15 minutes",
                                now.plusSeconds(900),
                                List.of("Slow"),
                                now));
        assertThat(card).containsText("waits for the latency to last 15 minutes");
        assertThat(card.locator(".count")).containsText("in 14:");
    }

    @Test
    void an_approval_goes_to_decision_service_with_the_persons_own_token() {
        go("incident/shop-c-asked");
        signIn();
        page.getByLabel("Reason", new Page.GetByLabelOptions().setExact(true)).fill("seen, do it");
        button("Approve").click();
        assertThat(page.locator(".said")).containsText("Approved");
        assertThat(house.asked())
                .anySatisfy(a ->
                        assertThat(a)
                                .contains(
                                        "/api/incidents/shop-c-asked/approve",
                                        "Bearer " + ConsoleHouse.TOKEN,
                                        "\"reason\":\"seen, do it\"",
                                        "\"planHash\":\"%s\"".formatted(ShopStory.HASH)));
    }

    @Test
    void nothing_is_sent_without_a_reason_or_a_token() {
        go("incident/shop-c-asked");
        int before = house.asked().size();
        button("Deny").click();
        assertThat(page.locator("#sign-in")).isVisible();
        page.keyboard().press("Escape");
        signIn();
        button("Deny").click();
        assertThat(page.locator(".said")).containsText("Say why");
        assertThat(house.asked()).hasSize(before);
    }

    @Test
    void what_comes_from_outside_is_text_everywhere() {
        for (int i = 0; i < EVIL.size(); i++) {
            String evil = EVIL.get(i);
            Scope scope = Scope.of("evil" + i, "production");
            Instant now = Instant.now();
            house.wire()
                    .tell(
                            scope,
                            new IncidentOpened("evil-" + i, evil, Severity.P2, List.of(evil), now),
                            new IncidentUpdated(
                                    "evil-" + i,
                                    Severity.P2,
                                    evil,
                                    evil,
                                    now.plusSeconds(60),
                                    List.of(evil),
                                    now),
                            new IncidentWithheld("evil-" + i, evil, evil, now));
        }
        for (String where : List.of("", "history", "systems", "told")) {
            go(where);
            assertThat(page.locator("main"))
                    .containsText(
                            where.equals("told")
                                    ? "Wording"
                                    : where.equals("systems") ? "shop/production" : "evil0");
        }
        for (int i = 0; i < EVIL.size(); i++) {
            go("incident/evil-" + i);
            assertThat(page.locator(".stage").first()).isVisible();
            String report = house.base() + "/api/incidents/evil-%d/report?format=html".formatted(i);
            await().atMost(PATIENCE).until(() -> page.request().get(report).status() == 200);
            page.navigate(report);
            assertThat(page.locator("h1")).isVisible();
        }
        assertThat(page.evaluate("window.hacked")).isNull();
        assertThat(page.locator("iframe, svg")).hasCount(0);
        assertThat(complaints).isEmpty();
    }

    @Test
    void every_page_is_reached_by_the_keyboard() {
        go("");
        for (String key : List.of("h", "s", "d", "t", "p", "n")) {
            page.keyboard().press(key);
            assertThat(page.locator("nav a[aria-current]"))
                    .hasAttribute("data-page", Pattern.compile(key + ".*"));
        }
        assertThat(page.locator(".card").first()).isVisible();
        page.keyboard().press("j");
        assertThat(page.evaluate("document.activeElement.classList.contains('card')"))
                .isEqualTo(true);
        page.keyboard().press("/");
        assertThat(page.locator("#search")).isFocused();
    }

    @Test
    void a_draft_for_customers_is_read_mended_and_released_here() {
        PackFiles pack =
                Packs.shop(
                        """
                        channels: {page: {kind: status-page, path: shop}}
                        route: {channels: [page], audience: customers}
                        """);
        house.offers(pack);
        house.wire()
                .tell(Scope.pack("shop"), new PackActivated("shop", pack.digest(), Instant.now()));
        ShopStory story = new ShopStory("shop-c-draft", Instant.now(), "Carts are empty");
        house.wire().tell(story.opening());
        go("told");
        Locator draft = page.locator(".draft").first();
        assertThat(draft).containsText("customers");
        signIn();
        draft.locator("textarea").fill("We know of it\n\nWe are on it.");
        button("Release").click();
        assertThat(page.locator(".said")).containsText("released by ada");
        Path status = data.resolve("status/shop/index.html");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Files.readString(status)).contains("We are on it."));
    }

    @Test
    void a_silence_is_begun_and_ended_here() {
        go("told");
        signIn();
        page.getByLabel("Silence what").selectOption("shop/production");
        page.getByLabel("Reason of the silence").fill("we test");
        button("Silence").click();
        assertThat(page.locator(".said")).containsText("Silent until");
        assertThat(page.getByText("ada: we test")).isVisible();
        button("End now").click();
        assertThat(page.locator(".said")).containsText("The silence is over");
    }

    @Test
    void it_paints_within_a_second_and_weighs_little() {
        page.navigate(house.base() + "/");
        assertThat(page.locator(".card").first()).isVisible();
        double paint =
                ((Number)
                                page.evaluate(
                                        "performance.getEntriesByName('first-contentful-paint')[0].startTime"))
                        .doubleValue();
        double script =
                ((Number)
                                page.evaluate(
                                        "performance.getEntriesByType('resource').filter(r => r.name.endsWith('.js'))"
                                                + ".reduce((s, r) => s + r.transferSize, 0)"))
                        .doubleValue();
        System.out.printf("console: first paint %.0f ms, script %.0f bytes%n", paint, script);
        assertThat(script).isLessThan(150_000);
        assertThat(paint).isLessThan(5_000);
    }

    @Test
    void an_event_is_visible_soon_after_it_was_written() {
        Scope scope = Scope.of("quick", "production");
        go("");
        assertThat(page.locator("#live")).hasAttribute("data-state", "live");
        double[] took = new double[20];
        for (int i = 0; i < took.length; i++) {
            String id = "quick-" + i;
            page.evaluate(
                    """
                    id => { window.seen = new Promise(done => {
                      new MutationObserver((_, o) => {
                        if (document.querySelector(`[data-key='${id}']`)) { o.disconnect(); done(Date.now()); }
                      }).observe(document.body, { childList: true, subtree: true });
                    }); }
                    """,
                    id);
            long sent = System.currentTimeMillis();
            house.wire()
                    .tell(
                            scope,
                            new IncidentOpened(
                                    id, "Quick " + i, Severity.P3, List.of("Q"), Instant.now()));
            took[i] = ((Number) page.evaluate("window.seen")).doubleValue() - sent;
        }
        Arrays.sort(took);
        System.out.printf(
                "console: event written to visible p50 %.0f ms, p95 %.0f ms%n", took[10], took[18]);
        assertThat(took[18]).isLessThan(5_000);
    }

    private void go(String where) {
        page.navigate(house.base() + "/#/" + where);
        await().atMost(PATIENCE)
                .until(() ->
                        Boolean.TRUE.equals(
                                page.evaluate(
                                        "fetch('/api/now').then(r => r.json()).then(n => n.complete && n.systems.length > 0)")));
        page.reload();
    }

    private void signIn() {
        page.locator("#who").click();
        page.locator("#token").fill(ConsoleHouse.TOKEN);
        button("Keep for this tab").click();
        assertThat(page.locator("#who")).hasText("Signed in");
    }

    private Locator button(String name) {
        return page.getByRole(
                        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
                .first();
    }

    private List<String> serious() {
        List<Rule> found =
                new AxeBuilder(page)
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                        .analyze()
                        .getViolations();
        return found.stream()
                .map(r ->
                        "%s %s: %s"
                                .formatted(
                                        r.getImpact(),
                                        r.getId(),
                                        r.getNodes().stream()
                                                .map(n -> n.getHtml() + " " + n.getFailureSummary())
                                                .limit(3)
                                                .toList()))
                .toList();
    }
}
