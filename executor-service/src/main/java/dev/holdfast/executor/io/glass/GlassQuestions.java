package dev.holdfast.executor.io.glass;

import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.executor.domain.plan.Manner;
import dev.holdfast.executor.domain.plan.WayPlan;
import dev.holdfast.executor.domain.rollback.Rollback;
import dev.holdfast.executor.domain.rollback.RollbackState;
import dev.holdfast.executor.domain.rollback.StepRun;
import dev.holdfast.executor.domain.rollback.StepState;

import java.time.Instant;

/// Puts to the person what the house would ask its people and its verifier.
record GlassQuestions(Glass glass, GlassPerson person) {
    /// Whether there was something to ask.
    boolean asked() {
        Rollback r = glass.rollback();
        if (r.state() instanceof RollbackState.Paused p) {
            answered(r, p.step(), person.asked(p.step(), p.reason()));
            return true;
        }
        for (StepRun run : r.runs()) {
            if (run.state() instanceof StepState.Intended i) {
                WayPlan way = glass.planned().steps().get(run.step()).ways().get(i.way());
                if (way.preview().manner() == Manner.ASK) {
                    answered(r, run.name(), person.asked(run.name(), way.preview().does()));
                    return true;
                }
                if (way.preview().manner() == Manner.VERIFY) {
                    verdict(r, run, i, way);
                    return true;
                }
            }
        }
        return false;
    }

    private void answered(Rollback r, String step, GlassPerson.Answer answer) {
        Instant now = glass.now();
        String by = glass.by();
        glass.says(
                switch (answer) {
                    case ABORT ->
                            new IncidentEvent.RollbackAbortRequested(
                                    r.incident(), r.id(), by, "break-glass", now);
                    case RETRY ->
                            step.isEmpty()
                                    ? new IncidentEvent.RollbackResumeRequested(
                                            r.incident(), r.id(), by, "break-glass", now)
                                    : new IncidentEvent.StepRetryRequested(
                                            r.incident(), r.id(), step, by, "break-glass", now);
                    case GO_ON ->
                            step.isEmpty()
                                    ? new IncidentEvent.RollbackResumeRequested(
                                            r.incident(), r.id(), by, "break-glass", now)
                                    : new IncidentEvent.StepSkipRequested(
                                            r.incident(), r.id(), step, by, "break-glass", now);
                });
    }

    /// There is no verifier: the person's eyes stand in for it, and that is recorded.
    private void verdict(Rollback r, StepRun run, StepState.Intended i, WayPlan way) {
        String question = "no verifier is here: " + way.preview().does() + " — has it passed?";
        GlassPerson.Answer answer = person.asked(run.name(), question);
        String summary = "said by %s, who broke the glass".formatted(glass.by());
        String stage = way.preview().does();
        Instant now = glass.now();
        glass.says(
                answer == GlassPerson.Answer.GO_ON
                        ? new VerificationEvent.VerificationPassed(
                                r.incident(), r.id(), i.key(), stage, summary, now)
                        : new VerificationEvent.VerificationFailed(
                                r.incident(), r.id(), i.key(), stage, summary, now));
        if (answer == GlassPerson.Answer.ABORT) {
            answered(r, run.name(), answer);
        }
    }
}
