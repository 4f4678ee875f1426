package dev.holdfast.backbone.events;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What decision-service tells the others, on `holdfast.incidents`: problems, decisions with their
/// reasons, releases, packs, and what people said through its API.
public sealed interface IncidentEvent extends Event
        permits IncidentEvent.IncidentOpened,
                IncidentEvent.IncidentUpdated,
                IncidentEvent.IncidentEscalated,
                IncidentEvent.IncidentWithheld,
                IncidentEvent.IncidentResolved,
                IncidentEvent.IncidentClosed,
                IncidentEvent.DecisionMade,
                IncidentEvent.RollbackProposed,
                IncidentEvent.ApprovalRequested,
                IncidentEvent.ApprovalGranted,
                IncidentEvent.ApprovalDenied,
                IncidentEvent.ApprovalExpired,
                IncidentEvent.RollbackOrdered,
                IncidentEvent.RollbackAbortRequested,
                IncidentEvent.RollbackPauseRequested,
                IncidentEvent.RollbackResumeRequested,
                IncidentEvent.StepRetryRequested,
                IncidentEvent.StepSkipRequested,
                IncidentEvent.ReleaseDeployed,
                IncidentEvent.ReleaseHeld,
                IncidentEvent.ReleaseFailed,
                IncidentEvent.PackActivated,
                Remark,
                VerificationRequested,
                PackAccepted,
                PackRefused {

    /// @param triggers names of the rules (or signal kinds) that opened it
    record IncidentOpened(
            String incident, String title, Severity severity, List<String> triggers, Instant at)
            implements IncidentEvent {
        public IncidentOpened {
            triggers = List.copyOf(triggers);
        }
    }

    /// Triggers joined or left, or the state changed. `state` is the new state's name, `waitingFor`
    /// a sentence on what it waits for, `until` the deadline of the state.
    record IncidentUpdated(
            String incident,
            Severity severity,
            String state,
            String waitingFor,
            @Nullable Instant until,
            List<String> triggers,
            Instant at)
            implements IncidentEvent {
        public IncidentUpdated {
            triggers = List.copyOf(triggers);
        }
    }

    /// Nobody could or did act in time, or nothing automatic is left: the next level is asked.
    record IncidentEscalated(
            String incident,
            Severity severity,
            int level,
            List<String> roles,
            String reason,
            Instant at)
            implements IncidentEvent {
        public IncidentEscalated {
            roles = List.copyOf(roles);
        }
    }

    /// It would have acted but may not: observe mode, kill switch or a limit. `would` says what.
    record IncidentWithheld(String incident, String reason, String would, Instant at)
            implements IncidentEvent {}

    record IncidentResolved(String incident, String resolution, Instant openedAt, Instant at)
            implements IncidentEvent {}

    record IncidentClosed(String incident, String reason, Instant at) implements IncidentEvent {}

    /// What is to be done and every reason for it.
    ///
    /// @param action `rollback`, `watch`, `ask`, `fix-forward`, `ignore`, ...
    /// @param row the row of the severity matrix that matched, null when none did
    /// @param sentence the whole reason in one sentence for people
    /// @param reasons each row tried with the values it saw, each limit and rule checked
    record DecisionMade(
            String incident,
            int number,
            String action,
            Severity severity,
            @Nullable String row,
            @Nullable String runbook,
            @Nullable Release from,
            @Nullable Release to,
            String sentence,
            List<String> reasons,
            Map<String, String> values,
            Instant at)
            implements IncidentEvent {
        public DecisionMade {
            reasons = List.copyOf(reasons);
            values = Map.copyOf(values);
        }
    }

    /// Asks the executor for a plan; nothing may be changed yet.
    ///
    /// @param rollback id of this try; all that follows carries it
    /// @param runbook the runbook of `runbooks.yml`
    /// @param planBy pre-flight's budget ends here
    record RollbackProposed(
            String incident,
            String rollback,
            String runbook,
            Severity severity,
            @Nullable Release from,
            Release to,
            Instant planBy,
            Instant at)
            implements IncidentEvent {}

    /// @param request id of this question
    /// @param planHash what is approved is exactly this plan
    /// @param roles who may answer
    /// @param dataLost what would be lost, null for nothing
    record ApprovalRequested(
            String incident,
            String request,
            String rollback,
            String planHash,
            List<String> roles,
            int needed,
            String question,
            @Nullable String dataLost,
            Instant deadline,
            Instant at)
            implements IncidentEvent {
        public ApprovalRequested {
            roles = List.copyOf(roles);
        }
    }

    record ApprovalGranted(
            String incident,
            String request,
            String planHash,
            String by,
            String role,
            String reason,
            Instant at)
            implements IncidentEvent {}

    record ApprovalDenied(
            String incident, String request, String by, String role, String reason, Instant at)
            implements IncidentEvent {}

    record ApprovalExpired(String incident, String request, String reason, Instant at)
            implements IncidentEvent {}

    /// Who or what allows an order. Exactly one of rule and people is there.
    ///
    /// @param rule the authority rule that allows it without people
    /// @param people who approved, each as `name (role)`
    record Authority(@Nullable String rule, List<String> people) {
        public Authority {
            people = List.copyOf(people);
        }

        public boolean missing() {
            return rule == null && people.isEmpty();
        }
    }

    /// Exactly the plan of this hash is to be done now, and not after `notAfter`.
    record RollbackOrdered(
            String incident,
            String rollback,
            String planHash,
            @Nullable Release from,
            Release to,
            Authority authority,
            Instant notAfter,
            String reason,
            Instant at)
            implements IncidentEvent {}

    record RollbackAbortRequested(
            String incident, String rollback, String by, String reason, Instant at)
            implements IncidentEvent {}

    /// @param takesOver the person goes on by hand; what they did is looked at before it is resumed
    record RollbackPauseRequested(
            String incident,
            String rollback,
            String by,
            String reason,
            boolean takesOver,
            Instant at)
            implements IncidentEvent {}

    record RollbackResumeRequested(
            String incident, String rollback, String by, String reason, Instant at)
            implements IncidentEvent {}

    record StepRetryRequested(
            String incident, String rollback, String step, String by, String reason, Instant at)
            implements IncidentEvent {}

    record StepSkipRequested(
            String incident, String rollback, String step, String by, String reason, Instant at)
            implements IncidentEvent {}

    /// @param changes what the release changed: `code`, `configuration`, `migration`, ...
    record ReleaseDeployed(
            Release release,
            @Nullable String by,
            @Nullable String commit,
            List<String> changes,
            @Nullable Release replaces,
            Instant deployedAt,
            Instant at)
            implements IncidentEvent {
        public ReleaseDeployed {
            changes = List.copyOf(changes);
        }
    }

    /// Good enough to go back to: verified and quiet for `after`, or declared by a person.
    record ReleaseHeld(Release release, @Nullable String by, @Nullable Duration after, Instant at)
            implements IncidentEvent {}

    record ReleaseFailed(Release release, String incident, String reason, Instant at)
            implements IncidentEvent {}

    /// All services have accepted this pack: it is current from here on.
    record PackActivated(String pack, String digest, Instant at) implements IncidentEvent {}
}
