package dev.holdfast.notifier;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/// Text from outside stays text: in every field of every event, on every page.
class ConsoleSafetyTest extends InBrowser {
    /// Everything that a value from outside could try.
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

    @BeforeEach
    void happens() {
        for (int i = 0; i < EVIL.size(); i++) {
            Scope scope = Scope.of("evil" + i, "production");
            for (Event event : Hostile.everything("evil-" + i, EVIL.get(i), Instant.now())) {
                room.house().wire().tell(scope, event);
            }
        }
    }

    @Test
    void what_comes_from_outside_is_text_everywhere() {
        for (int i = 0; i < EVIL.size(); i++) {
            incident("evil-" + i, EVIL.get(i));
        }
        for (String where : List.of("", "history", "systems", "told", "policy")) {
            go(where);
            assertThat(page.locator("h1")).isVisible();
            assertThat(page.locator(".fault")).hasCount(0);
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
            if (where.equals("history")) {
                EVIL.stream()
                        .filter(evil -> evil.startsWith("<"))
                        .forEach(evil -> assertThat(page.locator("main")).containsText(evil));
            }
            unharmed(page);
        }
        assertThat(complaints).isEmpty();
    }

    private void incident(String incident, String evil) {
        go("incident/" + incident);
        assertThat(page.locator(".stage").first()).isVisible();
        assertThat(page.locator(".node").first()).isVisible();
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
        if (evil.startsWith("<")) {
            assertThat(page.locator("main")).containsText(evil);
        }
        unharmed(page);
        for (String paper : List.of("report", "post-mortem")) {
            String at =
                    room.house().base()
                            + "/api/incidents/%s/%s?format=html".formatted(incident, paper);
            await().atMost(PATIENCE).until(() -> page.request().get(at).status() == 200);
            page.navigate(at);
            assertThat(page.locator("h1")).isVisible();
            unharmed(page);
        }
    }

    private static void unharmed(Page page) {
        assertThat(page.evaluate("window.hacked")).isNull();
        assertThat(page.locator("iframe, svg, main script, main [onerror], main [onload]"))
                .hasCount(0);
        assertThat(page.locator("a[href^='javascript:']")).hasCount(0);
    }
}
