package dev.holdfast.executor.flow;

import dev.holdfast.executor.domain.rollback.Finding;

import org.jspecify.annotations.Nullable;

/// An action that goes back to what a release consisted of. Once a release has held, what these steps
/// would bring back is kept at the target under that release, so that it is there when it is needed.
public interface RecordingAction extends EffectAction {
    String RECORD = "record";

    /// The release that these arguments go back to; empty when they go back to something else.
    String release(Call call);

    /// Keeps what the target is like now as what the call's release consists of, beside what other
    /// steps have kept of it. Old records may go with it; nothing else is changed, and doing it again is
    /// harmless.
    ///
    /// @param anew whether what is there now counts, not what was kept of the same things before
    Finding keep(Call call, boolean anew);

    /// What is kept of the call's release now, as output [#RECORD]; without it where nothing is kept.
    Finding kept(Call call);

    /// Has again what was kept before a keep that was not certain to be of that release.
    ///
    /// @param record what [#kept] said; null for nothing
    Finding putBack(Call call, @Nullable String record);
}
