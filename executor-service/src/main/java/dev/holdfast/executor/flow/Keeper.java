package dev.holdfast.executor.flow;

import dev.holdfast.executor.domain.plan.Draft;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.rollback.Mask;
import dev.holdfast.executor.domain.words.Value;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Has the targets keep what a release that has held consists of, wherever a runbook would go back to
/// that release.
final class Keeper {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Actions actions;
    private final Vault vault;
    private final Guard guard;

    Keeper(Actions actions, Vault vault, Guard guard) {
        this.actions = actions;
        this.vault = vault;
        this.guard = guard;
    }

    /// What could not be kept, and why.
    List<String> keep(Draft draft) {
        List<String> missing = new ArrayList<>();
        for (Draft.StepDraft step : draft.steps()) {
            for (int w = 0; w < step.with().size() && step.skipped() == null; w++) {
                String action = step.step().ways().get(w).action();
                if (actions.named(action).orElse(null) instanceof RecordingAction recording) {
                    String name = step.step().name();
                    kept(draft, name, recording, step.with().get(w))
                            .ifPresent(why -> missing.add("step '%s': %s".formatted(name, why)));
                }
            }
        }
        return missing;
    }

    private Optional<String> kept(
            Draft draft, String step, RecordingAction action, Map<String, Value> with) {
        Mask mask = Mask.NOTHING;
        try {
            Vault.Opened opened = vault.open(with, draft.secrets());
            mask = opened.mask();
            Call call =
                    new Call(
                            draft.subject().scope(),
                            draft.subject().rollback(),
                            step,
                            with,
                            draft.allowed(),
                            Map.of(),
                            opened.values(),
                            Map.of());
            if (!action.release(call).equals(draft.subject().to().version())) {
                return Optional.empty();
            }
            Finding finding =
                    guard.around(action.target(call), LIMIT, () -> true, () -> action.keep(call));
            return why(finding).map(mask::mask);
        } catch (Secrets.Missing | Guard.Refused e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return Optional.of(mask.mask("unexpected: " + e));
        }
    }

    private static Optional<String> why(Finding finding) {
        return switch (finding) {
            case Finding.Done _ -> Optional.empty();
            case Finding.NotDone(String reason, _) -> Optional.of("not recorded: " + reason);
            case Finding.NotTried(String reason) -> Optional.of("not recorded: " + reason);
            case Finding.Unsure(String reason, _) -> Optional.of("perhaps not recorded: " + reason);
        };
    }
}
