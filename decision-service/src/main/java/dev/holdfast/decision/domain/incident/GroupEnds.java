package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.decision.domain.incident.Lead.Member;
import dev.holdfast.decision.domain.incident.Lead.Stage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// How a group is let go: before the first was ordered all are free again, afterwards it stops where
/// it is.
final class GroupEnds {
    private GroupEnds() {}

    /// After the first was ordered nothing is undone: who has not gone stays, and people are told.
    static void stop(Turn turn, Lead lead, String why) {
        for (String scope : lead.at(Stage.PLANNED)) {
            if (!scope.equals(self(turn))) {
                turn.mail(mail(turn, lead, Mail.Kind.LEAVE, scope, why));
            }
        }
        List<String> said = new ArrayList<>();
        said.add("group '%s' stops, since %s".formatted(lead.group(), why));
        said(said, "gone back", lead.at(Stage.DONE));
        said(said, "going back", lead.at(Stage.GOING));
        said(said, "not gone back", lead.at(Stage.PLANNED));
        String reason = String.join("; ", said);
        boolean waits = turn.state instanceof State.Withheld;
        ends(turn, lead);
        if (waits) {
            Course.escalate(turn, reason, true, List.of());
        } else if (!turn.state.ended()) {
            List<String> roles = turn.policy().escalation().level(1);
            turn.tell(
                    new IncidentEscalated(turn.id(), turn.severity, 1, roles, reason, turn.now()));
        }
    }

    /// From here on the leader's plan is its own again.
    static void ends(Turn turn, Lead lead) {
        turn.lead = lead.ended();
        turn.plan = lead.member(self(turn)).map(Member::plan).orElse(null);
    }

    private static void said(List<String> said, String what, List<String> scopes) {
        if (!scopes.isEmpty()) {
            said.add(what + ": " + String.join(", ", scopes));
        }
    }

    /// Nobody was ordered yet: all are free again.
    static void dissolve(Turn turn, String why) {
        Lead lead = turn.lead;
        if (lead == null || lead.over()) {
            return;
        }
        for (String scope : lead.at(Stage.ASKED, Stage.JOINED, Stage.PLANNED)) {
            if (!scope.equals(self(turn))) {
                turn.mail(mail(turn, lead, Mail.Kind.LEAVE, scope, why));
            }
        }
        if (isWhole(turn, lead, turn.plan)) {
            turn.plan = lead.member(self(turn)).map(Member::plan).orElse(null);
        }
        // A no to the group's plan is overruled for no other plan.
        turn.memory = turn.memory.denial(null);
        turn.lead = null;
    }

    static boolean isWhole(Turn turn, Lead lead, @Nullable PlanReady plan) {
        return plan != null && lead.planned() && lead.whole(self(turn)).hash().equals(plan.hash());
    }

    static Mail mail(Turn turn, Lead lead, Mail.Kind kind, String to, String text) {
        String words =
                kind == Mail.Kind.JOIN
                        ? "group '%s' of %s: %s".formatted(lead.group(), self(turn), text)
                        : text;
        return Mail.of(kind, to, self(turn), turn.id(), lead.round(), words).of(turn.severity);
    }

    static String self(Turn turn) {
        return turn.site.scope().key();
    }
}
