package dev.holdfast.verifier.flow;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.verifier.domain.check.Finding;
import dev.holdfast.verifier.domain.check.Told;
import dev.holdfast.verifier.domain.stage.Verification;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What this service keeps, each under its scope.
public final class Shelves {
    private Shelves() {}

    /// By verification id.
    public static final Shelf<KeptVerification> VERIFICATIONS =
            new Shelf<>("verification", KeptVerification.class);

    /// By verification id and check, see [#evidence].
    public static final Shelf<KeptEvidence> EVIDENCE = new Shelf<>("evidence", KeptEvidence.class);

    /// By check.
    public static final Shelf<StandingResult> STANDING =
            new Shelf<>("standing", StandingResult.class);

    /// By rollback.
    static final Shelf<Snapshot> SNAPSHOTS = new Shelf<>("snapshot", Snapshot.class);

    /// By verification and check, see [#evidence]: what a person said to it.
    static final Shelf<Told.Word> WORDS = new Shelf<>("word", Told.Word.class);

    /// By check: the callbacks that came last.
    static final Shelf<Told.Word> CALLBACKS = new Shelf<>("callback", Told.Word.class);

    /// By incident, while it is open.
    static final Shelf<OpenIncident> OPEN = new Shelf<>("open", OpenIncident.class);

    record OpenIncident(Instant since) {}

    /// Under the key of a drill.
    static final Shelf<RunningDrill> DRILL = new Shelf<>("drill", RunningDrill.class);

    /// @param heard when something of the drill came in last
    /// @param ended when it was said to have ended, null while it lasts; no key is drilled twice
    record RunningDrill(Instant heard, @Nullable Instant ended) {}

    /// A verification with why it runs and the pack it began with.
    public record KeptVerification(
            Verification verification, Because because, @Nullable String digest) {}

    /// What was asked and answered when the check last changed its mind.
    public record KeptEvidence(String check, Verdict verdict, String text, Instant at) {}

    /// The last run of a standing check.
    ///
    /// @param since when the verdict became what it is
    public record StandingResult(
            String check,
            Duration every,
            Finding finding,
            String evidence,
            Duration took,
            Instant since,
            Instant at) {}

    /// What was measured before a rollback.
    ///
    /// @param times when each value was measured; none in rows of older versions
    /// @param takenAt null while it is only asked for
    /// @param missing what could not be measured
    record Snapshot(
            @Nullable String incident,
            Instant deadline,
            Map<String, String> values,
            Map<String, Instant> times,
            List<String> missing,
            @Nullable Instant takenAt,
            Because because) {
        Snapshot {
            values = Map.copyOf(values);
            times = times == null ? Map.of() : Map.copyOf(times);
            missing = List.copyOf(missing);
        }

        /// Its values that are not older than this.
        Map<String, String> since(Instant oldest) {
            Map<String, String> young = new HashMap<>(values);
            young.keySet().removeIf(name -> times.getOrDefault(name, Instant.MIN).isBefore(oldest));
            return young;
        }
    }

    /// The id of a check's evidence.
    public static String evidence(String verification, String check) {
        return verification + "/" + check;
    }
}
