package dev.holdfast.detector.domain.release;

import java.util.Optional;

/// What is known of one component: what its watch saw last and what was last told of it. It is kept,
/// so that neither a restart nor a second watch tells anything twice, and what came while nobody
/// looked is told when somebody looks again.
///
///     first look ─▶ (nothing is told: it was there before)
///     another release ──rolling──▶ Started ──running──▶ Finished
///          │                          └───failing──▶ Failed ──running──▶ Finished
///          ├──running──▶ Finished     (it was quicker than two looks)
///          └──failing──▶ Failed
///
/// Where somebody else, a CI, has told of the release, the watch is silent about it; unless they told of
/// its start alone, ten minutes ago, and the watch sees its end.
///
/// @param seen the release that the last look showed
/// @param seenAt when it was looked at, milliseconds since the epoch
/// @param told the release of which a deployment was told last
/// @param phase how far that deployment was said to be
/// @param ours whether only the watch has told of it
/// @param heardAt when somebody else told of it, milliseconds since the epoch; of no use where it is ours
public record Standing(
        String seen, long seenAt, String told, Phase phase, boolean ours, long heardAt) {
    /// A CI that tests what it has deployed tells the end after that.
    private static final long PATIENCE = 600_000;

    /// What becomes of it, and what is to be told now, if anything.
    public record Answer(Standing next, Optional<Phase> tell) {}

    /// The first look: what runs was there before, so there is nothing to tell.
    public static Standing first(Sighting s) {
        return new Standing(s.release(), s.at(), s.release(), Phase.FINISHED, true, s.at());
    }

    /// Takes in a look. One from before the last, of another watch or repeated, changes nothing.
    public Answer saw(Sighting s) {
        if (s.at() < seenAt) {
            return new Answer(this, Optional.empty());
        }
        return s.release().equals(seen) ? again(s) : another(s);
    }

    /// What a team puts there again after its failure is told again.
    private Answer another(Sighting s) {
        boolean foreign = !ours && told.equals(s.release()) && phase != Phase.FAILED;
        Phase now =
                switch (s.state()) {
                    case ROLLING -> Phase.STARTED;
                    case RUNNING -> Phase.FINISHED;
                    case FAILING -> Phase.FAILED;
                };
        return foreign
                ? new Answer(
                        new Standing(s.release(), s.at(), told, phase, false, heardAt),
                        Optional.empty())
                : new Answer(
                        new Standing(s.release(), s.at(), s.release(), now, true, s.at()),
                        Optional.of(now));
    }

    private Answer again(Sighting s) {
        boolean forgotten = !ours && phase == Phase.STARTED && s.at() - heardAt >= PATIENCE;
        boolean mine = (ours || forgotten) && told.equals(s.release());
        Phase now =
                switch (s.state()) {
                    case ROLLING -> phase; // pods come and go; that is no deployment
                    case RUNNING -> Phase.FINISHED;
                    case FAILING -> phase == Phase.FINISHED ? phase : Phase.FAILED;
                };
        Phase next = mine ? now : phase;
        return new Answer(
                new Standing(seen, s.at(), told, next, ours || next != phase, heardAt),
                next == phase ? Optional.empty() : Optional.of(next));
    }

    /// Somebody else has told of a deployment.
    ///
    /// @param at when, milliseconds since the epoch
    public Standing heard(String release, Phase by, long at) {
        return new Standing(seen, seenAt, release, by, false, at);
    }
}
