package dev.holdfast.executor.domain.rollback;

import dev.holdfast.executor.domain.rollback.RollbackMove.Begin;
import dev.holdfast.executor.domain.rollback.RollbackMove.Complete;
import dev.holdfast.executor.domain.rollback.RollbackMove.Drop;
import dev.holdfast.executor.domain.rollback.RollbackMove.End;
import dev.holdfast.executor.domain.rollback.RollbackMove.Lapse;
import dev.holdfast.executor.domain.rollback.RollbackMove.Order;
import dev.holdfast.executor.domain.rollback.RollbackMove.Pause;
import dev.holdfast.executor.domain.rollback.RollbackMove.Plan;
import dev.holdfast.executor.domain.rollback.RollbackMove.Propose;
import dev.holdfast.executor.domain.rollback.RollbackMove.RefusePlan;
import dev.holdfast.executor.domain.rollback.RollbackMove.Resume;
import dev.holdfast.executor.domain.rollback.RollbackMove.TurnBack;
import dev.holdfast.executor.domain.rollback.RollbackState.Aborted;
import dev.holdfast.executor.domain.rollback.RollbackState.Completed;
import dev.holdfast.executor.domain.rollback.RollbackState.Failed;
import dev.holdfast.executor.domain.rollback.RollbackState.Lapsed;
import dev.holdfast.executor.domain.rollback.RollbackState.Ordered;
import dev.holdfast.executor.domain.rollback.RollbackState.Paused;
import dev.holdfast.executor.domain.rollback.RollbackState.Planned;
import dev.holdfast.executor.domain.rollback.RollbackState.Planning;
import dev.holdfast.executor.domain.rollback.RollbackState.Refused;
import dev.holdfast.executor.domain.rollback.RollbackState.Running;
import dev.holdfast.executor.domain.rollback.RollbackState.Undoing;
import dev.holdfast.executor.domain.rollback.RollbackState.Unplannable;

import java.time.Instant;

/// The machine of a whole rollback; its diagram stands at [RollbackState]. A function a state, each
/// answering every move.
public final class RollbackMachine {
    private RollbackMachine() {}

    public static RollbackState after(RollbackState state, RollbackMove move) {
        return switch (state) {
            case Planning _ -> planning(state, move);
            case Unplannable _, Planned _, Lapsed _, Refused _ -> open(state, move);
            case Ordered _ -> ordered(state, move);
            case Running r -> acting(state, r.startedAt(), r.deadline(), move);
            case Paused p -> paused(p, move);
            case Undoing u -> undoing(u, move);
            case Completed _, Failed _, Aborted _ -> throw wrong(state, move);
        };
    }

    private static RollbackState planning(RollbackState state, RollbackMove move) {
        return switch (move) {
            case Plan(String hash, Instant until) -> new Planned(hash, until);
            case RefusePlan(var reasons) -> new Unplannable(reasons);
            case End(Ending ending, Instant at) -> ended(ending, at);
            case Propose _,
                    Lapse _,
                    Order _,
                    Drop _,
                    Begin _,
                    Pause _,
                    Resume _,
                    TurnBack _,
                    Complete _ ->
                    throw wrong(state, move);
        };
    }

    private static RollbackState open(RollbackState state, RollbackMove move) {
        return switch (move) {
            case Propose(Instant planBy) -> new Planning(planBy);
            case Lapse(Instant at) when state instanceof Planned -> new Lapsed(at);
            case Order(String hash, Instant notAfter) when state instanceof Planned ->
                    new Ordered(hash, notAfter);
            case End(Ending ending, Instant at) -> ended(ending, at);
            case Plan _,
                    RefusePlan _,
                    Lapse _,
                    Order _,
                    Drop _,
                    Begin _,
                    Pause _,
                    Resume _,
                    TurnBack _,
                    Complete _ ->
                    throw wrong(state, move);
        };
    }

    private static RollbackState ordered(RollbackState state, RollbackMove move) {
        return switch (move) {
            case Begin(Instant at, Instant deadline) -> new Running(at, deadline);
            case Drop(String kind, String reason) -> new Refused(kind, reason);
            case End(Ending ending, Instant at) -> ended(ending, at);
            case Propose _,
                    Plan _,
                    RefusePlan _,
                    Lapse _,
                    Order _,
                    Pause _,
                    Resume _,
                    TurnBack _,
                    Complete _ ->
                    throw wrong(state, move);
        };
    }

    private static RollbackState acting(
            RollbackState state, Instant startedAt, Instant deadline, RollbackMove move) {
        return switch (move) {
            case Pause p ->
                    new Paused(
                            startedAt,
                            deadline,
                            p.step(),
                            p.reason(),
                            p.by(),
                            p.takesOver(),
                            p.guard());
            case TurnBack(Ending ending) -> new Undoing(startedAt, deadline, ending);
            case Complete(Instant at) -> new Completed(startedAt, at);
            case End(Ending ending, Instant at) -> ended(ending, at);
            case Propose _, Plan _, RefusePlan _, Lapse _, Order _, Drop _, Begin _, Resume _ ->
                    throw wrong(state, move);
        };
    }

    private static RollbackState paused(Paused p, RollbackMove move) {
        return switch (move) {
            case Resume _ -> new Running(p.startedAt(), p.deadline());
            // Somebody takes over what another has paused.
            case Pause m ->
                    new Paused(
                            p.startedAt(),
                            p.deadline(),
                            p.step(),
                            m.reason(),
                            m.by(),
                            m.takesOver(),
                            m.guard());
            case TurnBack(Ending ending) -> new Undoing(p.startedAt(), p.deadline(), ending);
            case End(Ending ending, Instant at) -> ended(ending, at);
            case Propose _, Plan _, RefusePlan _, Lapse _, Order _, Drop _, Begin _, Complete _ ->
                    throw wrong(p, move);
        };
    }

    private static RollbackState undoing(Undoing u, RollbackMove move) {
        return switch (move) {
            case End(Ending ending, Instant at) -> ended(ending, at);
            case Propose _,
                    Plan _,
                    RefusePlan _,
                    Lapse _,
                    Order _,
                    Drop _,
                    Begin _,
                    Pause _,
                    Resume _,
                    TurnBack _,
                    Complete _ ->
                    throw wrong(u, move);
        };
    }

    private static RollbackState ended(Ending ending, Instant at) {
        return ending.aborted()
                ? new Aborted(ending.who(), ending.reason(), at)
                : new Failed(ending.who(), ending.reason(), at);
    }

    private static IllegalStateException wrong(RollbackState state, RollbackMove move) {
        return new IllegalStateException(
                "A rollback that is %s cannot take %s".formatted(state, move));
    }
}
