package dev.holdfast.executor.domain.rollback;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Severity;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One rollback from its proposal to its end.
///
/// @param cause id of the event that it follows from now: its proposal, then its order
/// @param journal lines written so far
/// @param abort who wants it to end, and why; heeded at the next safe point
/// @param gate what the first effect waits for; null once it is open
/// @param overruled guards that a person has resumed in spite of; null for none
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
        @Nullable Ending abort,
        @Nullable Gate gate,
        @Nullable List<String> overruled) {
    public Rollback {
        runs = List.copyOf(runs);
    }

    public Rollback moved(RollbackMove move) {
        return in(RollbackMachine.after(state, move));
    }

    Rollback in(RollbackState next) {
        return copy(cause, packDigest, next, runs, journal, abort, gate, overruled);
    }

    public Rollback with(List<StepRun> runs) {
        return copy(cause, packDigest, state, runs, journal, abort, gate, overruled);
    }

    Rollback run(int index, StepState next) {
        List<StepRun> changed = new ArrayList<>(runs);
        changed.set(index, runs.get(index).in(next));
        return with(changed);
    }

    Rollback journal(int lines) {
        return copy(cause, packDigest, state, runs, lines, abort, gate, overruled);
    }

    Rollback abort(Ending ending) {
        return copy(cause, packDigest, state, runs, journal, ending, gate, overruled);
    }

    Rollback gate(@Nullable Gate next) {
        return copy(cause, packDigest, state, runs, journal, abort, next, overruled);
    }

    Rollback overruled(String guard) {
        List<String> all = new ArrayList<>(overruled == null ? List.of() : overruled);
        all.add(guard);
        return copy(cause, packDigest, state, runs, journal, abort, gate, List.copyOf(all));
    }

    /// The same, following from another event now.
    public Rollback following(@Nullable String event) {
        return copy(event, packDigest, state, runs, journal, abort, gate, overruled);
    }

    public Rollback packed(String digest) {
        return copy(cause, digest, state, runs, journal, abort, gate, overruled);
    }

    /// What the steps done so far have left, by `step.output`.
    public Map<String, String> outputs() {
        Map<String, String> all = new HashMap<>();
        for (StepRun run : runs) {
            if (run.state() instanceof StepState.Done(_, var outputs, _) && !run.undo()) {
                outputs.forEach((k, v) -> all.put(run.name() + "." + k, v));
            }
        }
        return all;
    }

    private Rollback copy(
            @Nullable String causedBy,
            @Nullable String digest,
            RollbackState next,
            List<StepRun> nextRuns,
            int lines,
            @Nullable Ending ending,
            @Nullable Gate nextGate,
            @Nullable List<String> passed) {
        return new Rollback(
                id,
                incident,
                runbook,
                severity,
                from,
                to,
                digest,
                traceparent,
                causedBy,
                next,
                nextRuns,
                lines,
                ending,
                nextGate,
                passed);
    }
}
