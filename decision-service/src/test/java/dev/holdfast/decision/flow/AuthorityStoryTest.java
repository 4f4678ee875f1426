package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalDenied;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalExpired;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalGranted;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.IncidentEvent.RollbackAbortRequested;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Refusal;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// Nothing acts without authority.
final class AuthorityStoryTest {
    private static final Person STRANGER = new Person("mallory", List.of());
    private final Shop shop = new Shop().deployed();

    private void asked() {
        shop.raises("Minor", 1);
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
    }

    @Test
    void what_needs_approval_waits_and_proceeds_on_approval() {
        asked();
        assertThat(shop.orders()).isZero();
        assertThat(shop.approves(Shop.OLGA)).isInstanceOf(Answer.Done.class);
        assertThat(shop.ordered().authority().people()).containsExactly("olga (on-call)");
        assertThat(shop.ordered().authority().rule()).isNull();
        assertThat(shop.house.events(ApprovalGranted.class)).hasSize(1);
        assertThat(shop.house.events(ApprovalExpired.class)).isEmpty();
    }

    @Test
    void losing_data_always_needs_people_whatever_the_rules_say() {
        shop.raises("ShopDown", 1);
        shop.planned("orders since 08:31");
        assertThat(shop.orders()).isZero();
        ApprovalRequested question = shop.house.events(ApprovalRequested.class).getLast();
        assertThat(question.dataLost()).isEqualTo("orders since 08:31");
        shop.approves(Shop.OLGA);
        assertThat(shop.ordered().authority().people()).isNotEmpty();
    }

    @Test
    void time_outs_go_to_the_next_stage_and_then_to_the_escalation() {
        asked();
        shop.passes(Duration.ofMinutes(10).plusMillis(1));
        assertThat(shop.house.events(ApprovalExpired.class)).hasSize(1);
        assertThat(shop.house.events(ApprovalRequested.class).getLast().roles())
                .containsExactly("engineering-lead");
        assertThat(refused(shop.approves(Shop.OLGA))).isEqualTo(Refusal.Kind.FORBIDDEN);
        shop.passes(Duration.ofMinutes(15).plusMillis(1));
        assertThat(shop.state()).isEqualTo("escalated");
        assertThat(shop.orders()).isZero();
        shop.passes(Duration.ofMinutes(31));
        assertThat(shop.house.events(IncidentEscalated.class)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void a_higher_role_stands_in_and_a_stranger_never_does() {
        asked();
        assertThat(refused(shop.approves(STRANGER))).isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(refused(shop.approves(Shop.ADMIN))).isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(shop.approves(Shop.ERIN)).isInstanceOf(Answer.Done.class);
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void who_asks_does_not_approve() {
        shop.says(Shop.OLGA, new Command.Rollback("customers complain", null, null));
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
        assertThat(refused(shop.approves(Shop.OLGA))).isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(shop.approves(new Person("oscar", List.of()))).isInstanceOf(Answer.Done.class);
        assertThat(shop.ordered().authority().people()).containsExactly("oscar (on-call)");
    }

    @Test
    void an_approval_counts_for_exactly_the_plan_that_was_read() {
        asked();
        Answer wrong =
                shop.says(
                        Shop.OLGA,
                        new Command.Approve(shop.incident().id(), "ok", "hash-of-another"));
        assertThat(refused(wrong)).isEqualTo(Refusal.Kind.CONFLICT);
        String hash = "hash-" + shop.proposed().rollback();
        assertThat(shop.says(Shop.OLGA, new Command.Approve(shop.incident().id(), "ok", hash)))
                .isInstanceOf(Answer.Done.class);
    }

    @Test
    void an_approval_that_names_no_plan_is_refused() {
        asked();
        Answer blind = shop.says(Shop.OLGA, new Command.Approve(shop.incident().id(), "ok", null));
        assertThat(blind)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        r -> {
                            assertThat(r.kind()).isEqualTo(Refusal.Kind.INVALID);
                            assertThat(r.reason()).contains("'planHash'");
                        });
        assertThat(shop.orders()).isZero();
    }

    @Test
    void an_approval_on_old_news_is_refused() {
        asked();
        shop.forgets("Minor");
        shop.passes(Duration.ofSeconds(91));
        assertThat(refused(shop.approves(Shop.OLGA))).isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(shop.orders()).isZero();
    }

    @Test
    void a_denial_leaves_it_to_people_and_racing_approvers_have_one_winner() {
        asked();
        shop.says(Shop.OLGA, new Command.Deny(shop.incident().id(), "a false alarm"));
        assertThat(shop.state()).isEqualTo("escalated");
        assertThat(shop.house.events(ApprovalDenied.class)).hasSize(1);
        assertThat(refused(shop.approves(new Person("oscar", List.of()))))
                .isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(shop.orders()).isZero();
    }

    @Test
    void two_of_a_role_are_two_people() {
        Shop both =
                new Shop(
                                dev.holdfast.decision.ShopPack.with(
                                        dev.holdfast.decision.ShopPack.DECISIONS.replace(
                                                "{roles: [on-call], within: 10m}",
                                                "{roles: [on-call], number: 2, within: 10m}")))
                        .deployed();
        both.raises("Minor", 1);
        both.planned();
        both.approves(Shop.OLGA);
        assertThat(both.orders()).isZero();
        assertThat(refused(both.approves(Shop.OLGA))).isEqualTo(Refusal.Kind.CONFLICT);
        both.approves(new Person("oscar", List.of()));
        assertThat(both.ordered().authority().people())
                .containsExactly("olga (on-call)", "oscar (on-call)");
    }

    @Test
    void the_same_idempotency_key_gets_the_same_answer_and_no_second_deed() {
        Command ask = new Command.Rollback("by hand", null, null);
        Answer first = shop.says(Shop.OLGA, ask, "key-1");
        assertThat(shop.says(Shop.OLGA, ask, "key-1")).isEqualTo(first);
        assertThat(shop.incident().attempts()).isEqualTo(1);
    }

    @Test
    void a_running_rollback_is_aborted_by_people_and_then_theirs() {
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.starts();
        String id = shop.incident().id();
        assertThat(refused(shop.says(Shop.OLGA, new Command.Close(id, "done"))))
                .isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(refused(shop.says(STRANGER, new Command.Abort(id, "no"))))
                .isEqualTo(Refusal.Kind.FORBIDDEN);
        shop.says(Shop.OLGA, new Command.Abort(id, "wrong service"));
        var asked = shop.house.events(RollbackAbortRequested.class).getLast();
        shop.tells(
                new dev.holdfast.backbone.events.RollbackEvent.RollbackAborted(
                        id, asked.rollback(), "olga", "wrong service", shop.house.now()));
        assertThat(shop.state()).isEqualTo("escalated");
        shop.says(Shop.OLGA, new Command.Close(id, "repaired by hand"));
        assertThat(shop.state()).isEqualTo("closed");
    }

    @Test
    void what_a_person_closed_opens_nothing_before_it_has_cleared_once() {
        asked();
        shop.says(Shop.OLGA, new Command.Close(shop.incident().id(), "known"));
        shop.passes(Duration.ofMinutes(5));
        assertThat(shop.incidents()).hasSize(1);
        shop.clears("Minor");
        shop.passes(Duration.ofMinutes(1));
        shop.raises("Minor", 1);
        assertThat(shop.incidents()).hasSize(2);
    }

    @Test
    void a_command_needs_a_reason() {
        asked();
        Answer answer = shop.says(Shop.OLGA, new Command.Approve(shop.incident().id(), " ", null));
        assertThat(refused(answer)).isEqualTo(Refusal.Kind.INVALID);
    }

    @Test
    void an_older_trigger_is_no_reason_for_an_approval_to_act_after_a_restart() {
        asked();
        shop.tells(
                new TriggerRaised(
                        shop.trigger("Minor", 1),
                        shop.house.now().minus(Duration.ofDays(1)),
                        List.of()));
        assertThat(shop.incidents()).hasSize(1);
    }

    static Refusal.Kind refused(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused) answer).kind();
    }
}
