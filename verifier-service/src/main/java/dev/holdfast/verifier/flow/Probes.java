package dev.holdfast.verifier.flow;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.domain.file.Reach;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Asks the world, many things at once. It never throws for what the world does: whatever goes
/// wrong is an answer too.
public interface Probes {
    /// One question with its limits.
    ///
    /// @param key names it: while a probe of this name runs, it is not put again
    /// @param timeout an answer after it is none
    /// @param reach what may be connected to
    /// @param secrets where `${secret.name}` is found
    record Probe(
            String key,
            Question question,
            Duration timeout,
            Reach reach,
            Map<String, SecretReference> secrets) {}

    /// @param asked the time given when the question was put, perhaps in an earlier call
    record Probed(String key, Answer answer, Instant asked) {}

    /// Puts the questions, and gives back the answers that are there within `patience`. Those that
    /// are late go on; asked for again by their key they are given back once they have come.
    ///
    /// @param now the time to remember as the moment of asking
    List<Probed> ask(List<Probe> probes, Instant now, Duration patience);

    /// Nobody will ask for these any more: what still runs is ended.
    void forget(Collection<String> keys);
}
