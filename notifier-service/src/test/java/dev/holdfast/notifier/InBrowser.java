package dev.holdfast.notifier;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.holdfast.backbone.json.Json;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A page of the console in a real browser, as people use it. The service and the browser are started
/// once for all classes that extend this, and end with the test's JVM.
@NullUnmarked // a page of its own for each test
@ExtendWith(ConsoleRoom.Opener.class)
abstract class InBrowser {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    static ConsoleRoom room;

    final List<String> complaints = new ArrayList<>();
    BrowserContext context;
    Page page;

    @BeforeEach
    void open() {
        context =
                room.chromium()
                        .browser()
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

    void go(String where) {
        String base = room.house().base().toString();
        await().atMost(PATIENCE).until(() -> furnished(page.request().get(base + "/api/now")));
        boolean here = page.url().startsWith(base);
        page.navigate(base + "/#/" + where);
        if (here) {
            page.reload(); // to another page of the same document is no navigation
        }
    }

    private static boolean furnished(APIResponse now) throws IOException {
        JsonNode answer = Json.mapper().readTree(now.body());
        return answer.path("complete").asBoolean() && !answer.path("systems").isEmpty();
    }

    void signIn() {
        signIn(ConsoleHouse.TOKEN);
    }

    void signIn(String token) {
        page.locator("#who").click();
        page.locator("#token").fill(token);
        button("Keep for this tab").click();
        assertThat(page.locator("#who")).hasText("Signed in");
    }

    Locator button(String name) {
        return page.getByRole(
                        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
                .first();
    }

    /// What axe finds by the rules of WCAG 2.2 A and AA.
    List<String> serious() {
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
