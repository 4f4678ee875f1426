package dev.holdfast.executor.flow;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;

/// An action whose done effect can be taken back.
public interface UndoableAction extends EffectAction {
    @Override
    default boolean undoes() {
        return true;
    }

    /// Brings back the state that the plan observed.
    Finding undo(Call call, Effect effect);

    /// Looks whether it was brought back.
    Finding observeUndo(Call call, Effect effect);
}
