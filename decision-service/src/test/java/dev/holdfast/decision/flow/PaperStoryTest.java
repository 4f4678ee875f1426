package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.Remark.ModeChanged;
import dev.holdfast.backbone.events.Remark.TaskOpened;
import dev.holdfast.backbone.events.Remark.TaskOverdue;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.domain.story.Observed;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// What people owe, what they read, and what a new release must prove.
final class PaperStoryTest {
    private static final String CHORES =
            """
            holds-verify: extended
            checklists:
              before:
                - {title: Team notified, owner: on-call, blocking: true, due: 5m}
              after:
                - {title: Users notified, owner: on-call, blocking: true, due: 30m}
            follow-ups:
              - {title: Root cause analysis, owner: engineering-lead, due: 24h}
              - {title: Post-mortem meeting, owner: engineering-lead, due: 48h}
            """;

    private static Shop shop(String more) {
        return new Shop(ShopPack.with(more + ShopPack.DECISIONS));
    }

    private static void answers(Shop shop, String title) {
        TaskOpened task =
                shop.house.events(TaskOpened.class).stream()
                        .filter(t -> t.title().equals(title))
                        .findFirst()
                        .orElseThrow();
        shop.says(Shop.OLGA, new Command.AnswerTask(task.incident(), task.task(), "done", "I did"));
    }

    private static void proves(Shop shop, boolean passes) {
        VerificationRequested v = shop.house.events(VerificationRequested.class).getLast();
        shop.tells(
                passes
                        ? new VerificationEvent.VerificationPassed(
                                null, null, v.verification(), v.stage(), "good", shop.house.now())
                        : new VerificationEvent.VerificationFailed(
                                null, null, v.verification(), v.stage(), "bad", shop.house.now()));
    }

    private static Shop deployed() {
        Shop shop = shop(CHORES);
        shop.deploys(Shop.GOOD, "code");
        shop.passes(Duration.ofMinutes(31));
        proves(shop, true);
        shop.deploys(Shop.BAD, "code");
        shop.passes(Duration.ofMinutes(5));
        return shop;
    }

    @Test
    void a_release_holds_only_after_it_was_proven_to_work() {
        Shop shop = shop(CHORES);
        shop.deploys(Shop.GOOD, "code");
        shop.passes(Duration.ofMinutes(30).plusSeconds(1));
        VerificationRequested asked = shop.house.events(VerificationRequested.class).getLast();
        assertThat(asked.stage()).isEqualTo("extended");
        assertThat(asked.release()).isEqualTo(Shop.GOOD);
        assertThat(shop.house.events(ReleaseHeld.class)).isEmpty();
        proves(shop, false);
        shop.passes(Duration.ofMinutes(9));
        assertThat(shop.house.events(ReleaseHeld.class)).isEmpty();
        shop.passes(Duration.ofMinutes(2));
        assertThat(shop.house.events(VerificationRequested.class)).hasSize(2);
        proves(shop, true);
        assertThat(shop.house.events(ReleaseHeld.class)).hasSize(1);
    }

    @Test
    void nothing_is_ordered_before_a_blocking_list_is_answered() {
        Shop shop = deployed();
        shop.raises("ShopDown", 1);
        shop.planned();
        assertThat(shop.state()).isEqualTo("withheld");
        assertThat(shop.orders()).isZero();
        answers(shop, "Team notified");
        shop.planned();
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void silence_about_the_list_after_it_proves_nothing() {
        Shop shop = deployed();
        shop.raises("ShopDown", 1);
        answers(shop, "Team notified");
        shop.planned();
        shop.starts();
        shop.completes();
        shop.clears("ShopDown");
        shop.verified();
        shop.passes(Duration.ofMinutes(16));
        assertThat(shop.state()).isEqualTo("holding");
        answers(shop, "Users notified");
        assertThat(shop.state()).isEqualTo("resolved");
        assertThat(shop.house.events(TaskOpened.class))
                .extracting(TaskOpened::title)
                .containsExactly(
                        "Team notified",
                        "Users notified",
                        "Root cause analysis",
                        "Post-mortem meeting");
    }

    @Test
    void a_follow_up_is_reminded_of_one_tick_after_it_was_due_and_not_before() {
        Shop shop = deployed();
        shop.raises("ShopDown", 1);
        shop.clears("ShopDown");
        assertThat(shop.state()).isEqualTo("resolved");
        shop.house.passes(Duration.ofHours(24).minusSeconds(1));
        assertThat(shop.house.events(TaskOverdue.class))
                .extracting(TaskOverdue::title)
                .doesNotContain("Root cause analysis");
        shop.house.passes(Duration.ofSeconds(2));
        assertThat(shop.house.events(TaskOverdue.class))
                .extracting(TaskOverdue::title)
                .contains("Root cause analysis")
                .doesNotContain("Post-mortem meeting");
        answers(shop, "Root cause analysis");
        int told = shop.house.events(TaskOverdue.class).size();
        shop.house.passes(Duration.ofMinutes(31));
        assertThat(shop.house.events(TaskOverdue.class).stream().skip(told).map(TaskOverdue::title))
                .doesNotContain("Root cause analysis");
    }

    @Test
    void the_gate_is_closed_while_an_incident_is_open_and_for_what_was_rolled_away_from() {
        Shop shop = new Shop().deployed();
        Views views = new Views(shop.store, new Policies());
        assertThat(views.gate(Shop.PRODUCTION, null, null).open()).isTrue();
        shop.raises("ShopDown", 1);
        assertThat(views.gate(Shop.PRODUCTION, null, null).open()).isFalse();
        shop.planned();
        shop.starts();
        shop.completes();
        shop.clears("ShopDown");
        shop.verified();
        shop.passes(Duration.ofMinutes(16));
        assertThat(views.gate(Shop.PRODUCTION, "web", "1.6.0").open()).isTrue();
        assertThat(views.gate(Shop.PRODUCTION, "web", Shop.BAD.version()).reason())
                .contains("was rolled away from");
    }

    @Test
    void observe_writes_what_it_would_have_done_beside_what_people_did() {
        Shop shop = new Shop().deployed();
        shop.says(new Person("carol", List.of()), new Command.SetMode(Mode.OBSERVE, "we try it"));
        assertThat(shop.house.events(ModeChanged.class).getLast().before()).isEqualTo("automatic");
        shop.raises("ShopDown", 1);
        shop.planned();
        assertThat(shop.orders()).isZero();
        shop.passes(Duration.ofMinutes(4));
        shop.says(Shop.OLGA, new Command.Note(shop.incident().id(), "we roll back by hand"));
        shop.clears("ShopDown");
        List<Observed> report = new Views(shop.store, new Policies()).observed(Shop.PRODUCTION);
        assertThat(report)
                .singleElement()
                .satisfies(o -> {
                    assertThat(o.would()).contains("authority 'severe' would allow it");
                    assertThat(o.happened())
                            .extracting(l -> l.text())
                            .anyMatch(t -> t.contains("by hand"));
                    assertThat(o.endedAt()).isAfter(o.wouldAt());
                });
    }

    @Test
    void a_page_of_incidents_leads_to_the_next() {
        Shop shop = new Shop().deployed();
        for (int i = 0; i < 5; i++) {
            shop.raises("Cosmetic", i);
            shop.clears("Cosmetic");
            shop.passes(Duration.ofMinutes(1));
        }
        Views views = new Views(shop.store, new Policies());
        Views.Page first = views.incidents(false, 2, null, _ -> true);
        Views.Page second = views.incidents(false, 2, first.next(), _ -> true);
        Views.Page third = views.incidents(false, 2, second.next(), _ -> true);
        assertThat(first.lines()).hasSize(2);
        assertThat(second.lines()).hasSize(2);
        assertThat(third.lines()).hasSize(1);
        assertThat(third.next()).isNull();
        assertThat(views.incidents(false, 2, null, _ -> false).lines()).isEmpty();
    }
}
