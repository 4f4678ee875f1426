package dev.holdfast.executor.flow;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;

/// An action that changes something outside. Its intent is journalled before [#apply] is called, its
/// outcome after.
public interface EffectAction extends Action {
    /// The kind of target, for its own circuit breaker and bulkhead; without names that are secret.
    String target(Call call);

    /// Does it, within the effect's time-out. An answer that may have been lost is `Unsure`.
    Finding apply(Call call, Effect effect);

    /// Looks, without changing anything, whether the effect of this key is there.
    Finding observe(Call call, Effect effect);
}
