package dev.holdfast.executor.domain.runbook;

import org.jspecify.annotations.Nullable;

/// What is said of a step beside how it is done.
///
/// @param undo whether it is undone when the runbook says that failing or aborting undoes
/// @param optional whether the run goes on without it when it fails
/// @param group the steps it is done beside; null when it is done alone
/// @param closes what it closes to the world, for example `writes`; stays closed whatever fails later
/// @param opens what it opens again; only behind a verdict or a person's answer
public record StepTraits(
        boolean undo,
        boolean optional,
        @Nullable Group group,
        @Nullable String closes,
        @Nullable String opens) {
    public static final StepTraits NONE = new StepTraits(false, false, null, null, null);

    public static StepTraits undone() {
        return new StepTraits(true, false, null, null, null);
    }

    StepTraits in(@Nullable Group other) {
        return new StepTraits(undo, optional, other, closes, opens);
    }
}
