package dev.holdfast.executor.flow;

import dev.holdfast.executor.domain.rollback.Finding;

/// An action that goes back to what a release consisted of. Once a release has held, what these steps
/// would bring back is kept at the target under that release, so that it is there when it is needed.
public interface RecordingAction extends EffectAction {
    /// The release that these arguments go back to; empty when they go back to something else.
    String release(Call call);

    /// Keeps what the target is like now as what the call's release consists of, beside what other
    /// steps have kept of it. Changes nothing else, and doing it again is harmless.
    Finding keep(Call call);
}
