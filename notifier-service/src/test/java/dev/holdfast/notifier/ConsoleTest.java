package dev.holdfast.notifier;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.regex.Pattern;

/// Every page of the console: it is there, reached by the keyboard, and readable by everybody.
class ConsoleTest extends InBrowser {
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
                "incident/shop-c-asked",
                "incident/shop-c-runs",
                "incident/shop-c-waits"
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

    /// What hangs over the edge, from the outside in; nothing where nothing does.
    private static final String OVERHANG =
            """
            () => {
              const edge = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= edge) return "";
              return [...document.querySelectorAll("body *")]
                .filter(e => e.getBoundingClientRect().right > edge + 1)
                .map(e => e.tagName + "." + e.className + " " + Math.round(e.getBoundingClientRect().right)
                  + " " + e.textContent.trim().slice(0, 60)).join("; ");
            }
            """;

    @Test
    void on_a_narrow_screen_nothing_hangs_over_the_edge() {
        page.setViewportSize(390, 844);
        for (String where :
                List.of(
                        "",
                        "history",
                        "systems",
                        "drills",
                        "told",
                        "policy",
                        "incident/shop-c-over")) {
            go(where);
            assertThat(page.locator("h1")).isVisible();
            assertThat(page.evaluate(OVERHANG)).as("overhang of page '%s'", where).isEqualTo("");
        }
    }

    @Test
    void the_policy_that_rules_is_shown_file_by_file() {
        go("policy/shop");
        button("notifications.yml").click();
        assertThat(page.locator(".source")).containsText("route:");
        button("pack.yml").click();
        assertThat(page.locator(".source")).containsText("system: shop");
    }

    @Test
    void history_is_searched_by_title_system_and_id() {
        go("history");
        page.locator("#search").fill("c-over");
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody tr")).containsText("Error ratio of the shop is 21 %");
        page.locator("#search").fill("nothing is called so");
        assertThat(page.locator("main")).containsText("No incident is known that fits.");
    }
}
