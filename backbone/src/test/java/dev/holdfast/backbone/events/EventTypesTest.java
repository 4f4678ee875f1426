package dev.holdfast.backbone.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Stream;

class EventTypesTest {
    @Test
    void names_follow_from_the_records() {
        assertThat(EventTypes.of(TriggerEvent.TriggerRaised.class))
                .isEqualTo("dev.holdfast.trigger.raised.v1");
        assertThat(EventTypes.of(IncidentEvent.StepRetryRequested.class))
                .isEqualTo("dev.holdfast.step.retry.requested.v1");
        assertThat(EventTypes.named("dev.holdfast.plan.ready.v1"))
                .contains(RollbackEvent.PlanReady.class);
        assertThat(EventTypes.named("dev.holdfast.plan.ready.v2")).isEmpty();
    }

    /// Names on the wire never change: old events must stay readable.
    @Test
    void the_names_on_the_wire_are_these() {
        assertThat(EventTypes.all().keySet().stream().map(EventTypesTest::brief).sorted())
                .containsExactlyElementsOf(
                        Stream.of(
                                        "approval.denied",
                                        "approval.expired",
                                        "approval.granted",
                                        "approval.requested",
                                        "check.finished",
                                        "containment.stands",
                                        "decision.made",
                                        "evidence.saved",
                                        "fact.stated",
                                        "fix.declared",
                                        "halt.changed",
                                        "incident.closed",
                                        "incident.escalated",
                                        "incident.opened",
                                        "incident.resolved",
                                        "incident.updated",
                                        "incident.withheld",
                                        "mode.changed",
                                        "note.added",
                                        "notice.failed",
                                        "notice.sent",
                                        "order.refused",
                                        "pack.accepted",
                                        "pack.activated",
                                        "pack.refused",
                                        "plan.ready",
                                        "plan.refused",
                                        "readiness.checked",
                                        "release.deployed",
                                        "release.failed",
                                        "release.held",
                                        "release.recorded",
                                        "rollback.abort.requested",
                                        "rollback.aborted",
                                        "rollback.completed",
                                        "rollback.failed",
                                        "rollback.ordered",
                                        "rollback.overdue",
                                        "rollback.pause.requested",
                                        "rollback.paused",
                                        "rollback.proposed",
                                        "rollback.resume.requested",
                                        "rollback.resumed",
                                        "rollback.started",
                                        "signal.accepted",
                                        "snapshot.failed",
                                        "snapshot.requested",
                                        "snapshot.taken",
                                        "standing.check.finished",
                                        "step.failed",
                                        "step.finished",
                                        "step.retry.requested",
                                        "step.skip.requested",
                                        "step.started",
                                        "target.missed",
                                        "task.answered",
                                        "task.opened",
                                        "task.overdue",
                                        "trigger.cleared",
                                        "trigger.raised",
                                        "trigger.updated",
                                        "verification.failed",
                                        "verification.inconclusive",
                                        "verification.passed",
                                        "verification.requested")
                                .toList());
    }

    private static String brief(String type) {
        return type.replaceAll("^dev\\.holdfast\\.|\\.v1$", "");
    }

    @Test
    void a_scope_is_a_key_and_back() {
        assertThat(Scope.parse("shop/production~d-1"))
                .isEqualTo(new Scope("shop", "production", "d-1"));
        assertThat(Scope.pack("shop").key()).isEqualTo("shop/*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "shop", "Shop/production", "shop/", "a/b/c", "shop/prod uction", "*/x"})
    void what_is_no_scope_is_refused_with_its_text(String text) {
        assertThatThrownBy(() -> Scope.parse(text)).hasMessageContaining("'" + text + "'");
    }

    @Test
    void ids_tell_parts_apart() {
        assertThat(EventId.of("ab", "c")).isNotEqualTo(EventId.of("a", "bc"));
        assertThat(EventId.of("a", 1)).isEqualTo(EventId.of("a", 1));
    }
}
