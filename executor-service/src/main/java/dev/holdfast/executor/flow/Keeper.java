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
import java.util.function.BooleanSupplier;

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
    ///
    /// @param may whether it is what runs and may be written, asked right before each keep
    /// @param still whether it is what runs, asked right after it
    /// @param anew whether what is there now counts, not what was kept before
    List<String> keep(Draft draft, BooleanSupplier may, BooleanSupplier still, boolean anew) {
        List<String> missing = new ArrayList<>();
        for (Draft.StepDraft step : draft.steps()) {
            for (int w = 0; w < step.with().size() && step.skipped() == null; w++) {
                String action = step.step().ways().get(w).action();
                if (actions.named(action).orElse(null) instanceof RecordingAction recording) {
                    String name = step.step().name();
                    Place place = new Place(draft, name, recording, step.with().get(w));
                    kept(place, may, still, anew)
                            .ifPresent(why -> missing.add("step '%s': %s".formatted(name, why)));
                }
            }
        }
        return missing;
    }

    /// One way of one step that goes back to a release.
    private record Place(
            Draft draft, String step, RecordingAction action, Map<String, Value> with) {}

    private Optional<String> kept(
            Place place, BooleanSupplier may, BooleanSupplier still, boolean anew) {
        Mask mask = Mask.NOTHING;
        try {
            Vault.Opened opened = vault.open(place.with(), place.draft().secrets());
            mask = opened.wide();
            Call call = call(place, opened);
            RecordingAction action = place.action();
            if (!action.release(call).equals(place.draft().subject().to().version())) {
                return Optional.empty();
            }
            if (!may.getAsBoolean()) {
                return Optional.of("not recorded: it is not what runs, or all is halted");
            }
            String target = mask.mask(action.target(call));
            Finding before = guard.around(target, LIMIT, () -> true, () -> action.kept(call));
            if (!(before instanceof Finding.Done(_, var outputs))) {
                return why(before).map(mask::mask);
            }
            Finding finding =
                    guard.around(target, LIMIT, () -> true, () -> action.keep(call, anew));
            if (still.getAsBoolean()) {
                return why(finding).map(mask::mask);
            }
            Finding back =
                    guard.around(
                            target,
                            LIMIT,
                            () -> true,
                            () -> action.putBack(call, outputs.get(RecordingAction.RECORD)));
            return Optional.of(
                    "another was deployed meanwhile, so what was recorded before stays"
                            + why(back).map(w -> ", but: " + w).map(mask::mask).orElse(""));
        } catch (Secrets.Missing | Guard.Refused e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return Optional.of(mask.mask("unexpected: " + e));
        }
    }

    private static Call call(Place place, Vault.Opened opened) {
        Draft draft = place.draft();
        return new Call(
                draft.subject().scope(),
                draft.subject().rollback(),
                place.step(),
                draft.subject().to().component(),
                place.with(),
                draft.allowed(),
                Map.of(),
                opened.values(),
                Map.of());
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
