package dev.holdfast.executor.io.kubernetes;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.UndoableAction;

/// A change in a cluster that can be taken back.
abstract class ReversibleAction extends ClusterAction implements UndoableAction {
    ReversibleAction(Clusters clusters, String name, ArgumentForm... own) {
        super(clusters, name, own);
    }

    abstract Finding back(Call call, Effect effect, Api api) throws Wrong;

    abstract Finding seenBack(Call call, Effect effect, Api api) throws Wrong;

    @Override
    public Finding undo(Call call, Effect effect) {
        return touch(call, effect, this::back);
    }

    @Override
    public Finding observeUndo(Call call, Effect effect) {
        return glance(call, effect, this::seenBack);
    }
}
