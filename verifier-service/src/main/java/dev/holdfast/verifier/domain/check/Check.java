package dev.holdfast.verifier.domain.check;

import dev.holdfast.backbone.pack.Variables;

/// One thing to be proven about a system: what to ask, and what the answer means.
///
/// A check never touches the world. It says what to ask; an asker in `io` asks; the check judges.
/// What cannot be measured is inconclusive, never passed.
public sealed interface Check
        permits HttpCheck, VersionCheck, SqlCheck, MetricsCheck, TcpCheck, CommandCheck, LogCheck {
    /// Throws [Variables.Unknown] when it needs something that is not known, and
    /// [IllegalArgumentException] when what came in makes no sensible question.
    Question question(Given given);

    /// Never throws for what a target answered.
    Finding judge(Answer answer, Given given);
}
