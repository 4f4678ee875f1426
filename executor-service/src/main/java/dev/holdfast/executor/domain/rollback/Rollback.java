package dev.holdfast.executor.domain.rollback;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Severity;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// One rollback from its proposal to its end.
///
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
                state,
                runs,
                journal,
                ending);
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
                state,
                runs,
                journal,
                abort);
    }
}
