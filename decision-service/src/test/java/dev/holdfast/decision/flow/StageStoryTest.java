package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.IncidentEvent.RollbackAbortRequested;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Refusal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The escalation chain of a written procedure: the on-call engineer identifies, the engineering lead
/// confirms, management approves for business impact, executives are told.
final class StageStoryTest {
    private static final PackFiles PACK =
            PackFiles.of(
                    "shop",
                    Map.of(
                            "pack.yml",
                            ShopPack.PACK
                                    .replace(
                                            "[cto, engineering-lead, on-call]",
                                            "[cto, manager, engineering-lead, on-call]")
                                    .concat("  - {name: mia, roles: [manager]}\n")
                                    .concat("  - {name: ben, roles: [on-call]}\n"),
                            "decisions.yml",
                            """
                            mode: automatic
                            matrix:
                              - name: down
                                when: trigger.rule == "ShopDown"
                                severity: P0
                                impact: Nobody can order.
                                action: rollback
                                runbook: application
                              - name: minor
                                when: trigger.rule == "Minor"
                                severity: P2
                                impact: Some users are affected.
                                action: ask
                                runbook: application
                            authority:
                              - name: the chain
                                stages:
                                  - {level: 1, do: acknowledge, roles: [on-call], within: 5m}
                                  - {level: 2, do: confirm, roles: [engineering-lead], within: 10m}
                                  - {level: 3, do: approve, roles: [manager], when: 'severity == "P0"', within: 15m}
                                  - {level: 4, do: inform, roles: [cto], when: 'severity == "P0"'}
                            on-duty:
                              on-call: {people: [olga, oscar], every: 7d, from: "2026-11-16T08:00:00Z"}
                            substitutes:
                              - {for: mia, by: ben, from: "2026-11-20T00:00:00Z", to: "2026-11-21T00:00:00Z"}
                            break-glass: {roles: [on-call, engineering-lead]}
                            limits:
                              freeze:
                                - {name: weekend, days: [sat, sun], from: "00:00", to: "00:00", except: [P0]}
                            """));
    private static final Person CAROL = new Person("carol", List.of());
    private static final Person OSCAR = new Person("oscar", List.of());
    private static final Person BEN = new Person("ben", List.of());

    private final Shop shop = new Shop(PACK);

    @BeforeEach
    void deployed() {
        shop.deployed();
    }

    private void asked(String rule) {
        shop.raises(rule, 1);
        shop.planned();
    }

    private List<String> roles() {
        return shop.house.events(ApprovalRequested.class).getLast().roles();
    }

    private static Refusal.Kind refused(Answer answer) {
        return ((Answer.Refused) answer).kind();
    }

    @Test
    void every_stage_answers_in_order_and_executives_are_told() {
        asked("ShopDown");
        assertThat(roles()).containsExactly("on-call");
        shop.approves(Shop.OLGA);
        assertThat(roles()).containsExactly("engineering-lead");
        shop.approves(Shop.ERIN);
        assertThat(roles()).containsExactly("manager");
        assertThat(shop.orders()).isZero();
        shop.approves(BEN);
        assertThat(shop.orders()).isEqualTo(1);
        assertThat(shop.ordered().authority().people())
                .containsExactly("olga (on-call)", "erin (engineering-lead)", "ben (manager)");
        assertThat(shop.house.events(IncidentEscalated.class).getLast())
                .satisfies(e -> {
                    assertThat(e.roles()).containsExactly("cto");
                    assertThat(e.level()).isEqualTo(4);
                    assertThat(e.reason()).startsWith("for information");
                });
    }

    @Test
    void a_stage_that_a_plan_does_not_need_is_not_asked() {
        asked("Minor");
        shop.approves(Shop.OLGA);
        shop.approves(Shop.ERIN);
        assertThat(shop.orders()).isEqualTo(1);
        assertThat(shop.house.events(IncidentEscalated.class)).isEmpty();
    }

    @Test
    void a_higher_role_answers_for_all_below_it_at_once() {
        asked("ShopDown");
        shop.approves(CAROL);
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void without_an_acknowledgement_it_goes_on_one_tick_after_its_time() {
        asked("Minor");
        shop.passes(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(roles()).containsExactly("on-call");
        shop.passes(Duration.ofSeconds(1).plusMillis(10));
        assertThat(roles()).containsExactly("engineering-lead");
        assertThat(refused(shop.approves(Shop.OLGA))).isEqualTo(Refusal.Kind.FORBIDDEN);
    }

    @Test
    void a_stage_that_does_not_answer_is_asked_of_the_role_above_too() {
        asked("Minor");
        shop.approves(Shop.OLGA);
        shop.passes(Duration.ofMinutes(10).plusSeconds(1));
        assertThat(roles()).containsExactly("manager", "engineering-lead");
        shop.passes(Duration.ofMinutes(10).plusSeconds(1));
        assertThat(roles()).containsExactly("cto", "manager", "engineering-lead");
        shop.passes(Duration.ofMinutes(10).plusSeconds(1));
        assertThat(shop.state()).isEqualTo("escalated");
        assertThat(shop.orders()).isZero();
    }

    @Test
    void only_who_is_on_duty_speaks_for_a_role_that_goes_round() {
        asked("Minor");
        assertThat(refused(shop.approves(OSCAR))).isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(shop.approves(Shop.OLGA)).isInstanceOf(Answer.Done.class);
    }

    @Test
    void a_higher_role_overrules_a_no_and_a_lower_or_equal_one_does_not() {
        asked("Minor");
        shop.approves(Shop.OLGA);
        shop.says(Shop.ERIN, new Command.Deny(shop.incident().id(), "it is not that bad"));
        assertThat(shop.state()).isEqualTo("escalated");
        assertThat(refused(shop.approves(Shop.OLGA))).isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(refused(shop.approves(Shop.ERIN))).isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(shop.approves(CAROL)).isInstanceOf(Answer.Done.class);
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void a_higher_role_says_no_until_it_has_begun() {
        asked("Minor");
        shop.approves(Shop.OLGA);
        shop.approves(Shop.ERIN);
        Command no = new Command.Deny(shop.incident().id(), "wait for the release manager");
        assertThat(refused(shop.says(Shop.OLGA, no))).isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(shop.says(CAROL, no)).isInstanceOf(Answer.Done.class);
        assertThat(shop.house.events(RollbackAbortRequested.class)).hasSize(1);
    }

    @Test
    void after_it_has_begun_only_an_abort_stops_it() {
        asked("Minor");
        shop.approves(CAROL);
        shop.starts();
        Command no = new Command.Deny(shop.incident().id(), "wait");
        assertThat(shop.says(CAROL, no))
                .isInstanceOfSatisfying(
                        Answer.Refused.class, r -> assertThat(r.reason()).contains("abort"));
    }

    @Test
    void the_slower_of_two_approvers_is_recorded_too() {
        asked("Minor");
        shop.approves(CAROL);
        assertThat(refused(shop.approves(Shop.ERIN))).isEqualTo(Refusal.Kind.CONFLICT);
        var story =
                shop.store
                        .in(Shop.PRODUCTION, w -> w.find(Shelves.STORIES, shop.incident().id()))
                        .orElseThrow();
        assertThat(story.timeline())
                .anyMatch(l -> l.type().equals("approval.late") && l.text().contains("erin"));
    }

    @Test
    void one_person_breaks_the_glass_and_all_above_are_told_at_once() {
        asked("ShopDown");
        String hash =
                String.valueOf(shop.incident().plan() == null ? "" : shop.incident().plan().hash());
        Answer blind =
                shop.says(
                        Shop.OLGA,
                        new Command.BreakGlass(shop.incident().id(), "all is down", null));
        assertThat(refused(blind)).isEqualTo(Refusal.Kind.CONFLICT);
        shop.says(Shop.OLGA, new Command.BreakGlass(shop.incident().id(), "all is down", hash));
        assertThat(shop.orders()).isEqualTo(1);
        assertThat(shop.ordered().authority().people())
                .containsExactly("olga (broke the glass as on-call)");
        assertThat(shop.house.events(IncidentEscalated.class).getLast().roles())
                .containsExactly("cto", "manager", "engineering-lead");
    }

    @Test
    void a_glass_that_would_lose_data_stays_whole() {
        shop.raises("ShopDown", 1);
        shop.planned("an hour of orders");
        var plan = shop.incident().plan();
        Answer answer =
                shop.says(
                        Shop.OLGA,
                        new Command.BreakGlass(
                                shop.incident().id(),
                                "all is down",
                                plan == null ? "" : plan.hash()));
        assertThat(refused(answer)).isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(shop.orders()).isZero();
    }

    @Test
    void a_freeze_of_every_week_holds_what_it_does_not_except() {
        shop.passes(
                Duration.between(
                        shop.house.now(), java.time.Instant.parse("2026-11-21T00:00:00Z")));
        asked("Minor");
        assertThat(shop.state()).isEqualTo("withheld");
        assertThat(shop.incident().state())
                .extracting(Object::toString)
                .asString()
                .contains("freeze 'weekend'");
    }

    @Test
    void
            an_order_that_the_kill_switch_refused_counts_for_nothing_and_is_made_anew_when_it_is_lifted() {
        asked("Minor");
        shop.approves(CAROL);
        var o = shop.ordered();
        shop.tells(
                new dev.holdfast.backbone.events.RollbackEvent.OrderRefused(
                        o.incident(), o.rollback(), "halted", "we look first", shop.house.now()));
        assertThat(shop.state()).isEqualTo("withheld");
        assertThat(shop.incident().ordered()).isZero();
        assertThat(shop.site().orders()).isEmpty();
        shop.tells(
                new dev.holdfast.backbone.events.RollbackEvent.HaltChanged(
                        false, "*", "carol", "looked", shop.house.now()));
        shop.passes(Duration.ofSeconds(1));
        assertThat(shop.state()).isEqualTo("planning");
    }

    @Test
    void who_agreed_before_says_no_when_they_learn_more_and_does_not_agree_twice() {
        Map<String, String> files = new HashMap<>(PACK.files());
        files.computeIfPresent(
                "decisions.yml",
                (_, text) ->
                        text.replace(
                                "do: confirm, roles: [engineering-lead]",
                                "do: confirm, roles: [on-call], others: true"));
        shop.activate(PackFiles.of("shop", files));
        asked("Minor");
        shop.approves(Shop.OLGA);
        assertThat(refused(shop.approves(Shop.OLGA))).isEqualTo(Refusal.Kind.CONFLICT);
        Command no = new Command.Deny(shop.incident().id(), "the data would go");
        assertThat(shop.says(Shop.OLGA, no)).isInstanceOf(Answer.Done.class);
        assertThat(shop.state()).isEqualTo("escalated");
        assertThat(shop.orders()).isZero();
    }
}
