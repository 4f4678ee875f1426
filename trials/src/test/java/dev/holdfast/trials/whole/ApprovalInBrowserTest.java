package dev.holdfast.trials.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalGranted;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.local.Service;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A person reads the question in the console, approves it there, and production is rolled back.
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = "house", mode = ResourceAccessMode.READ)
class ApprovalInBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final double PATIENCE = 60_000;

    private final WholeHouse house = WholeHouse.shared();

    @Test
    void an_approval_through_the_page_releases_the_waiting_rollback() {
        Assumptions.assumeTrue(
                Files.isExecutable(CHROMIUM), "chromium is not installed at " + CHROMIUM);
        try (Tenant shop = Tenant.well(house, "browsed", WholePack.BY_APPROVAL);
                Playwright playwright =
                        Playwright.create(
                                new Playwright.CreateOptions()
                                        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright.chromium().launch(debian())) {
            shop.deploys("v42").failing("v42", 0.3);
            ApprovalRequested asked = shop.awaits(ApprovalRequested.class);
            Page page = browser.newPage();
            page.setDefaultTimeout(PATIENCE);
            page.navigate(
                    house.url(Service.NOTIFIER, "/#/incident/" + asked.incident()).toString());

            Locator question = page.locator(".panel.asked");
            assertThat(question).containsText(asked.question());
            page.locator("#who").click();
            page.locator("#token").fill(WholeHouse.BEN);
            button(page, "Keep for this tab").click();
            question.getByRole(AriaRole.TEXTBOX).fill("seen in the browser");
            button(page, "Approve").click();
            // Ben is on call, and this is a lead's to say.
            assertThat(page.locator(".said")).containsText("ben");
            assertThat(shop.events(RollbackOrdered.class)).isEmpty();

            page.locator("#who").click();
            page.locator("#token").fill(WholeHouse.ADA);
            button(page, "Keep for this tab").click();
            question.getByRole(AriaRole.TEXTBOX).fill("seen in the browser");
            button(page, "Approve").click();

            shop.awaits(IncidentResolved.class);
            Testimony.healedOnce(shop);
            ApprovalGranted granted = shop.awaits(ApprovalGranted.class);
            assertThat(granted.by()).isEqualTo("ada");
            assertThat(granted.reason()).isEqualTo("seen in the browser");
            assertThat(page.locator(".waits")).containsText("Resolved");
        }
    }

    private static BrowserType.LaunchOptions debian() {
        return new BrowserType.LaunchOptions()
                .setExecutablePath(CHROMIUM)
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
