package dev.holdfast.executor.domain.rollback;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Severity;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// One rollback from its proposal to its end.
///
/// @param cause id of the event that it follows from now: its proposal, then its order
/// @param journal lines written so far
/// @param abort who wants it to end, and why; heeded at the next safe point
public record Rollback(
        String id,
        String incident,
        String runbook,
        Severity severity,
        @Nullable Release from,
        Release to,
        @Nullable String packDigest,
        @Nullable String traceparent,
        @Nullable String cause,
        RollbackState state,
        List<StepRun> runs,
        int journal,
        @Nullable Ending abort) {
    public Rollback {
        runs = List.copyOf(runs);
    }

    public Rollback moved(RollbackMove move) {
        return in(RollbackMachine.after(state, move));
    }

    Rollback in(RollbackState next) {
        return new Rollback(
                id,
                incident,
                runbook,
                severity,
                from,
                to,
                packDigest,
                traceparent,
                cause,
                next,
                runs,
                journal,
                abort);
    }

    public Rollback with(List<StepRun> runs) {
        return new Rollback(
                id,
                incident,
                runbook,
                severity,
                from,
                to,
                packDigest,
                traceparent,
                cause,
                state,
                runs,
                journal,
                abort);
    }

    Rollback run(int index, StepState next) {
        List<StepRun> changed = new ArrayList<>(runs);
        changed.set(index, runs.get(index).in(next));
        return with(changed);
    }

    Rollback journal(int lines) {
        return new Rollback(
                id,
                incident,
                runbook,
                severity,
                from,
                to,
                packDigest,
                traceparent,
                cause,
                state,
                runs,
                lines,
                abort);
    }

    Rollback abort(Ending ending) {
        return new Rollback(
                id,
                incident,
                runbook,
                severity,
                from,
                to,
                packDigest,
                traceparent,
                cause,
                state,
                runs,
                journal,
                ending);
    }

    /// The same, following from another event now.
    public Rollback following(@Nullable String event) {
        return new Rollback(
                id,
                incident,
                runbook,
                severity,
                from,
                to,
                packDigest,
                traceparent,
                event,
                state,
                runs,
                journal,
                abort);
    }

    public Rollback packed(String digest) {
        return new Rollback(
                id,
                incident,
                runbook,
                severity,
                from,
                to,
                digest,
                traceparent,
                cause,
                state,
                runs,
                journal,
                abort);
    }
}
