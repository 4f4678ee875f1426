package dev.holdfast.notifier;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentUpdated;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.pack.PackFiles;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What people do in the console, with their own token and a reason.
class ConsoleActsTest extends InBrowser {
    @Test
    void an_approval_goes_to_decision_service_with_the_persons_own_token() {
        go("incident/shop-c-asked");
        signIn();
        page.getByLabel("Reason", new Page.GetByLabelOptions().setExact(true)).fill("seen, do it");
        button("Approve").click();
        assertThat(page.locator(".said")).containsText("Approved");
        assertThat(room.house().asked())
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
        int before = room.house().asked().size();
        button("Deny").click();
        assertThat(page.locator("#sign-in")).isVisible();
        page.keyboard().press("Escape");
        signIn();
        button("Deny").click();
        assertThat(page.locator(".said")).containsText("Say why");
        assertThat(room.house().asked()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource({
        "shop-c-runs, Pause, rollback/pause, '', Asked to pause",
        "shop-c-runs, Go on by hand, rollback/take-over, '', The rest is yours",
        "shop-c-runs, Abort, abort, '', Asked to abort",
        "shop-c-waits, Retry restart, rollback/retry, restart, Asked to try restart again",
        "shop-c-waits, Skip restart, rollback/skip, restart, Asked to go on without restart",
        "shop-c-waits, Abort, abort, '', Asked to abort",
        "shop-c-waits, Close, close, '', Closed",
    })
    void a_rollback_is_steered_with_a_reason(
            String incident, String name, String command, String step, String said) {
        go("incident/" + incident);
        signIn();
        reason().fill("as agreed");
        button(name).click();
        assertThat(page.locator(".said")).containsText(said);
        assertThat(room.house().asked())
                .anySatisfy(a ->
                        assertThat(a)
                                .contains(
                                        "/api/incidents/%s/%s".formatted(incident, command),
                                        "Bearer " + ConsoleHouse.TOKEN,
                                        "\"reason\":\"as agreed\"",
                                        step.isEmpty() ? "" : "\"step\":\"%s\"".formatted(step)));
    }

    @Test
    void what_waits_for_a_person_says_where_why_and_until_when() {
        go("");
        Locator card = page.locator("[data-key='shop-c-waits']");
        assertThat(card.locator(".question")).containsText("waits for a person at restart");
        assertThat(card).containsText("process 4711 does not end");
    }

    @Test
    void a_reason_that_is_being_typed_stays_when_news_come() {
        Scope scope = Scope.of("typing", "production");
        Instant now = Instant.now();
        ShopStory story = new ShopStory("typing-1", now, "Typing is slow");
        room.house()
                .wire()
                .tell(
                        scope,
                        new IncidentOpened(
                                "typing-1", "Typing is slow", Severity.P1, List.of("T"), now),
                        story.asking().getFirst());
        go("");
        Locator card = page.locator("[data-key='typing-1']");
        Locator field = card.getByLabel("Reason", new Locator.GetByLabelOptions().setExact(true));
        field.pressSequentially("because we");
        room.house()
                .wire()
                .tell(
                        scope,
                        new IncidentUpdated(
                                "typing-1",
                                Severity.P0,
                                "awaiting approval",
                                "one more",
                                now.plusSeconds(600),
                                List.of("T"),
                                now));
        assertThat(card).containsText("waits for one more");
        assertThat(field).hasValue("because we");
        assertThat(field).isFocused();
        page.keyboard().type(" agreed");
        assertThat(field).hasValue("because we agreed");
    }

    @Test
    void somebody_takes_an_incident_over() {
        go("incident/shop-c-asked");
        signIn();
        button("Take over").click();
        assertThat(page.locator(".said")).containsText("ada has taken it over");
        assertThat(page.locator(".hands")).containsText("ada has taken it over");
        assertThat(page.locator(".hands")).containsText("1 more must agree");
        go("");
        Locator card = page.locator("[data-key='shop-c-asked']");
        assertThat(card.locator(".hands")).containsText("ada has taken it over");
    }

    @Test
    void a_draft_for_customers_is_read_mended_and_released_here() {
        PackFiles pack =
                Packs.shop(
                        """
                        channels: {page: {kind: status-page, path: shop}}
                        route: {channels: [page], audience: customers}
                        """);
        room.rules(pack);
        ShopStory story = new ShopStory("shop-c-draft", Instant.now(), "Carts are empty");
        room.house().wire().tell(story.opening());
        go("told");
        Locator draft = page.locator(".draft").first();
        assertThat(draft).containsText("customers");
        signIn();
        draft.locator("textarea").fill("We know of it\n\nWe are on it.");
        button("Release").click();
        assertThat(page.locator(".said")).containsText("released by ada");
        Path status = room.data().resolve("status/shop/index.html");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Files.readString(status)).contains("We are on it."));
    }

    @Test
    void what_could_not_be_told_is_shown_with_what_was_told_instead_and_sent_again() {
        Path block = room.data().resolve("notices/blocked");
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    Files.createDirectories(block.getParent());
                    Files.writeString(block, "a file where a folder should be");
                });
        room.rules(
                Packs.shop(
                        """
                        channels:
                          lost: {kind: folder, path: blocked, give-up: 1s, fallback: log}
                          log: {kind: log}
                        route: {channels: [lost]}
                        """));
        ShopStory story = new ShopStory("shop-c-lost", Instant.now(), "Nobody hears of this");
        room.house().wire().tell(story.opening());
        go("told");
        Locator row = page.locator("tr", new Page.LocatorOptions().setHasText("shop-c-lost"));
        assertThat(row.first()).containsText("given up after");
        assertThat(row.first()).containsText("told instead: log");
        row.first().getByText("Dry run").click();
        assertThat(page.locator(".said").first()).containsText("To lost would go");
        signIn();
        row.first().getByText("Send again").click();
        assertThat(page.locator(".said").first()).containsText("is on its way again");
        go("");
        assertThat(page.locator(".untold")).containsText("told instead: log");
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
    void another_policy_is_tried_on_what_happened() {
        room.rules(
                Packs.shop(
                        "channels: {log: {kind: log}}\nroute: {channels: [log]}\n",
                        Map.of("decisions.yml", "matrix: []\n")));
        await().atMost(PATIENCE)
                .until(() ->
                        page.request()
                                .get(room.house().base() + "/api/policy/shop")
                                .text()
                                .contains("decisions.yml"));
        go("policy/shop");
        signIn();
        button("What if …").click();
        page.getByLabel("The other decisions.yml").fill("matrix: [ask]\n");
        button("Try it").click();
        assertThat(page.locator(".said"))
                .containsText("1 of 3 incidents would be decided otherwise.");
        assertThat(page.locator(".said")).containsText("<b>ask first</b>");
        assertThat(room.house().asked())
                .anySatisfy(a ->
                        assertThat(a)
                                .contains("/what-if", "matrix: [ask]", "system: shop")
                                .doesNotContain("notifications.yml"));
    }

    @Test
    void a_channel_is_tried_from_here() {
        go("told");
        signIn();
        page.getByLabel("System", new Page.GetByLabelOptions().setExact(true))
                .selectOption("shop/production");
        button("Test").click();
        assertThat(page.locator(".said").first()).containsText("A test is on its way to");
    }

    @Test
    void what_came_in_and_could_not_be_read_is_shown_and_taken_in_again() {
        ProducerRecord<byte[], byte[]> dead =
                new ProducerRecord<>(
                        Topic.DEAD_LETTERS.title(),
                        0,
                        null,
                        "{<b>oops</b>".getBytes(StandardCharsets.UTF_8));
        dead.headers()
                .add("holdfast_topic", Topic.SIGNALS.title().getBytes(StandardCharsets.UTF_8))
                .add("holdfast_cause", "no <i>CloudEvent</i>".getBytes(StandardCharsets.UTF_8));
        room.house().wire().send(dead);
        await().atMost(PATIENCE) // the broker is asked every few seconds
                .until(() ->
                        page.request()
                                .get(room.house().base() + "/api/dead-letters")
                                .text()
                                .contains("oops"));
        go("told");
        signIn(ConsoleHouse.ADMIN);
        Locator row = page.locator("[data-key^='dead-']").first();
        assertThat(row).containsText("no <i>CloudEvent</i>");
        assertThat(row).containsText("{<b>oops</b>");
        row.getByText("Dry run").click();
        assertThat(page.locator(".said").first())
                .containsText("12 bytes would be posted to /api/v1/signals");
        assertThat(room.house().asked()).noneMatch(a -> a.contains("/api/v1/signals"));
        row.getByText("Take in again").click();
        assertThat(page.locator(".said").first()).containsText("HTTP 200");
        assertThat(room.house().asked())
                .anySatisfy(a ->
                        assertThat(a)
                                .contains(
                                        "/api/v1/signals",
                                        "Bearer " + ConsoleHouse.ADMIN,
                                        "{<b>oops</b>"));
    }

    private Locator reason() {
        return page.getByLabel("Reason", new Page.GetByLabelOptions().setExact(true));
    }
}
