package dev.holdfast.decision.domain.incident;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import dev.holdfast.decision.domain.incident.Question.Vote;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// Where one incident stands. Every state that is not an end has a deadline and a way out.
///
///     (trigger) ──row says watch──▶ Watching ──still true──┐
///         ├──row says rollback or ask──────────────────────▶ Planning ──plan refused──▶ next try
///         ├──no plan possible, fix-forward──▶ Escalated        │ plan ready: limits, authority
///         │                                                    ├──needs people──▶ AwaitingApproval
///         │                    observe, kill switch, limit ◀───┤                        │ approved
///         │                              Withheld              └──allowed──▶ RollingBack ◀┘
///         │                                                                     │ completed
///         │   Resolved ◀──quiet, triggers clear── Holding ◀──passed── Verifying ◀┘
///         │                                         │ regression: decided anew
///         └── cleared by itself ──▶ Resolved        └── what fails goes to the next try, then Escalated
///
///     Closed: by a person. A row that says ignore opens nothing.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = State.Assessing.class, name = "assessing"),
    @JsonSubTypes.Type(value = State.Watching.class, name = "watching"),
    @JsonSubTypes.Type(value = State.Fixing.class, name = "fixing"),
    @JsonSubTypes.Type(value = State.Scheduled.class, name = "scheduled"),
    @JsonSubTypes.Type(value = State.Planning.class, name = "planning"),
    @JsonSubTypes.Type(value = State.AwaitingApproval.class, name = "awaiting-approval"),
    @JsonSubTypes.Type(value = State.RollingBack.class, name = "rolling-back"),
    @JsonSubTypes.Type(value = State.Verifying.class, name = "verifying"),
    @JsonSubTypes.Type(value = State.Holding.class, name = "holding"),
    @JsonSubTypes.Type(value = State.Escalated.class, name = "escalated"),
    @JsonSubTypes.Type(value = State.Withheld.class, name = "withheld"),
    @JsonSubTypes.Type(value = State.Resolved.class, name = "resolved"),
    @JsonSubTypes.Type(value = State.Closed.class, name = "closed")
})
public sealed interface State {

    /// When something must have happened; null only for an end.
    @Nullable Instant deadline();

    /// A row looks at what the assessment measures.
    record Assessing(String verification, Instant deadline) implements State {}

    /// Acting is put off to a time: if it is still true then, it goes on. One mechanism with three
    /// reasons; [WhilePutOff] is what each happening means to it.
    sealed interface PutOff extends State {
        /// The time has come, but one more statement decides: the trigger is unknown, or by now of
        /// a kind that is ignored.
        boolean over();

        /// The same once its time has come, with time for that statement.
        PutOff due(Instant deadline);

        /// What is said when it goes on, as one sentence with a blank after it.
        String goesOn();

        /// How it was resolved, when it has cleared.
        String cleared();

        /// What is over while nobody knows whether it is still true.
        String passed();
    }

    /// People repair it; when their estimate has passed, the rollback goes on.
    record Fixing(String by, Instant since, Instant until, boolean over, Instant deadline)
            implements PutOff {
        @Override
        public Fixing due(Instant next) {
            return new Fixing(by, since, until, true, next);
        }

        @Override
        public String goesOn() {
            return "The repair by %s was estimated until %s, and it is still true. "
                    .formatted(by, until);
        }

        @Override
        public String cleared() {
            return "it cleared while %s repaired it".formatted(by);
        }

        @Override
        public String passed() {
            return "the repair should be done";
        }
    }

    /// The row says to roll back at a time, if it is still needed then.
    ///
    /// @param words when, for people
    /// @param nextDeployment a deployment is that time
    record Scheduled(
            String words, boolean nextDeployment, Instant at, boolean over, Instant deadline)
            implements PutOff {
        @Override
        public Scheduled due(Instant next) {
            return new Scheduled(words, nextDeployment, at, true, next);
        }

        @Override
        public String goesOn() {
            return "Its time (%s) has come, and it is still true. ".formatted(words);
        }

        @Override
        public String cleared() {
            return "it cleared before its time came";
        }

        @Override
        public String passed() {
            return "the time to roll back has come";
        }
    }

    /// The row says to wait: a trigger that clears by then was nothing.
    record Watching(Instant since, Instant until, boolean over, Instant deadline)
            implements PutOff {
        @Override
        public Watching due(Instant next) {
            return new Watching(since, until, true, next);
        }

        @Override
        public String goesOn() {
            return "Still true after the time to watch. ";
        }

        @Override
        public String cleared() {
            return "it cleared by itself while it was watched";
        }

        @Override
        public String passed() {
            return "the time to watch is over";
        }
    }

    /// The executor makes a plan.
    ///
    /// @param replans how often the executor found that a plan no longer fits
    record Planning(String rollback, String runbook, Instant planBy, int replans, Instant deadline)
            implements State {}

    record AwaitingApproval(String rollback, Question question, List<Vote> votes, Instant deadline)
            implements State {
        public AwaitingApproval {
            votes = List.copyOf(votes);
        }
    }

    /// An order was given.
    ///
    /// @param started the executor has begun; until then `deadline` is when the order has lapsed
    record RollingBack(
            String rollback, Instant orderedAt, Instant notAfter, boolean started, Instant deadline)
            implements State {}

    record Verifying(String rollback, String verification, String stage, Instant deadline)
            implements State {}

    /// The post-rollback watch.
    ///
    /// @param over the time has passed, but not every trigger is measured clear
    record Holding(Instant since, Instant until, boolean over, Instant deadline) implements State {}

    /// People must act.
    ///
    /// @param needsPerson the system may be half changed: cleared triggers do not resolve it
    record Escalated(
            int level, List<String> roles, String reason, boolean needsPerson, Instant deadline)
            implements State {
        public Escalated {
            roles = List.copyOf(roles);
        }
    }

    /// It would act but may not.
    record Withheld(Cause cause, String reason, String would, Instant deadline) implements State {}

    /// What holds an act back.
    enum Cause {
        OBSERVE,
        HALTED,
        LIMIT,
        /// A checklist that blocks is not answered.
        CHECKLIST,
        /// The other members of its group come first.
        GROUP,
        UNKNOWN
    }

    record Resolved(Instant at, String how) implements State {
        @Override
        public @Nullable Instant deadline() {
            return null;
        }
    }

    record Closed(Instant at, String why) implements State {
        @Override
        public @Nullable Instant deadline() {
            return null;
        }
    }

    /// The state's name on the wire.
    default String word() {
        return switch (this) {
            case Assessing _ -> "assessing";
            case Watching _ -> "watching";
            case Fixing _ -> "fixing";
            case Scheduled _ -> "scheduled";
            case Planning _ -> "planning";
            case AwaitingApproval _ -> "awaiting-approval";
            case RollingBack _ -> "rolling-back";
            case Verifying _ -> "verifying";
            case Holding _ -> "holding";
            case Escalated _ -> "escalated";
            case Withheld _ -> "withheld";
            case Resolved _ -> "resolved";
            case Closed _ -> "closed";
        };
    }

    default boolean ended() {
        return deadline() == null;
    }
}
