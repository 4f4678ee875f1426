package dev.holdfast.executor.domain.plan;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.domain.runbook.Condition;
import dev.holdfast.executor.domain.runbook.Runbook;
import dev.holdfast.executor.domain.runbook.Step;
import dev.holdfast.executor.domain.words.Value;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// A runbook filled in for one rollback, before its targets are looked at.
///
/// @param problems why it cannot be filled in; the rest is usable only if there are none
public record Draft(
        Subject subject,
        Runbook runbook,
        Allowed allowed,
        Map<String, SecretReference> secrets,
        List<StepDraft> steps,
        List<String> problems) {
    public Draft {
        secrets = Map.copyOf(secrets);
        steps = List.copyOf(steps);
        problems = List.copyOf(problems);
    }

    /// @param skipped why it will not be done
    /// @param when what is decided only when the step is reached
    /// @param with the arguments of each way
    public record StepDraft(
            Step step,
            @Nullable String skipped,
            Condition.@Nullable Filled when,
            List<Map<String, Value>> with) {
        public StepDraft {
            with = List.copyOf(with);
        }
    }
}
