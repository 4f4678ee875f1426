package dev.holdfast.verifier.domain.stage;

import dev.holdfast.backbone.events.Verdict;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One verification between its request and its verdict; kept whole between polls, so a restart in
/// the middle of a hold goes on where it was.
///
///     Running ──all required proven at once──▶ Passed
///        ├────one required lost for good─────▶ Failed
///        └────window over────▶ Passed | Failed | Inconclusive, by what was found last
///
/// @param ends when it is decided at the latest
/// @param outcome null while it runs
public record Verification(
        Request request,
        boolean earlySuccess,
        @Nullable Double score,
        Instant startedAt,
        Instant ends,
        List<Progress> checks,
        @Nullable Outcome outcome) {
    /// Kept free before the asker's deadline, so that the answer is there in time.
    private static final Duration GRACE = Duration.ofSeconds(2);

    public Verification {
        checks = List.copyOf(checks);
    }

    public static Verification begin(Request request, Stage stage, Instant now) {
        Instant ends = ends(request, stage.window(), now);
        List<Progress> checks = stage.criteria().stream().map(c -> Progress.first(c, now)).toList();
        Verification begun =
                new Verification(
                        request, stage.earlySuccess(), stage.score(), now, ends, checks, null);
        return ends.isAfter(now)
                ? begun
                : begun.decided(
                        Outcome.unknown(
                                "asked at %s, too late for an answer by %s"
                                        .formatted(now, request.deadline()),
                                now));
    }

    /// Nothing can be asked: no such stage, no pack.
    public static Verification impossible(Request request, String why, Instant now) {
        return new Verification(
                request, true, null, now, now, List.of(), Outcome.unknown(why, now));
    }

    private static Instant ends(Request request, Duration window, Instant now) {
        Instant ends = now.plus(window);
        if (request.deadline() == null) {
            return ends;
        }
        Duration left = Duration.between(now, request.deadline());
        Duration tenth = left.dividedBy(10);
        Instant latest = request.deadline().minus(tenth.compareTo(GRACE) < 0 ? tenth : GRACE);
        return latest.isBefore(ends) ? latest : ends;
    }

    public boolean running() {
        return outcome == null;
    }

    /// When somebody must look even if no check has answered: half the grace after its end.
    public Instant overdue() {
        return ends.plus(grace().dividedBy(2));
    }

    private Duration grace() {
        if (request.deadline() == null) {
            return GRACE;
        }
        Duration left = Duration.between(ends, request.deadline());
        return left.compareTo(GRACE) < 0 ? left : GRACE;
    }

    /// Checks that are to be asked now.
    public List<Progress> due(Instant now) {
        return running() ? checks.stream().filter(p -> !p.due().isAfter(now)).toList() : List.of();
    }

    /// When the next check is due.
    public Instant next() {
        return checks.stream()
                .map(Progress::due)
                .min(Instant::compareTo)
                .filter(due -> due.isBefore(ends))
                .orElse(ends);
    }

    /// Something new is known of this check: it is due at once.
    public Verification hurried(String check, Instant now) {
        List<Progress> moved =
                checks.stream()
                        .map(p -> p.criterion().check().equals(check) ? p.dueAt(now) : p)
                        .toList();
        return new Verification(request, earlySuccess, score, startedAt, ends, moved, outcome);
    }

    /// How long to wait for answers before looking at those that came: never so long that one
    /// hanging check delays the next poll of the others.
    public Duration patience(Instant now) {
        Duration least = grace().dividedBy(4);
        for (Progress p : checks) {
            Duration every = p.criterion().polling().every();
            least = every.compareTo(least) < 0 ? every : least;
        }
        Duration left = Duration.between(now, ends);
        boolean last = left.isNegative() || left.isZero();
        return last || left.compareTo(least) > 0 ? least : left;
    }

    /// Takes in what was found and decides if it can.
    public Verification after(List<Reading> readings, Instant now) {
        if (!running()) {
            return this;
        }
        Map<String, Reading> found =
                readings.stream().collect(Collectors.toMap(Reading::check, Function.identity()));
        List<Progress> moved = new ArrayList<>();
        for (Progress p : checks) {
            Reading reading = found.get(p.criterion().check());
            moved.add(reading == null ? p : p.with(reading, ends));
        }
        return new Verification(request, earlySuccess, score, startedAt, ends, moved, null)
                .judged(now);
    }

    /// Decides if it can without any new finding.
    public Verification judged(Instant now) {
        if (!running()) {
            return this;
        }
        boolean over = !now.isBefore(ends);
        boolean lost = required().stream().anyMatch(Progress::lost);
        boolean proven =
                earlySuccess
                        && !required().isEmpty()
                        && required().stream().allMatch(p -> p.proven(now));
        if (!over && !lost && !proven) {
            return this;
        }
        Outcome end = Outcome.of(results(now), score, now);
        return over || lost || end.verdict() == Verdict.PASSED ? decided(end) : this;
    }

    private List<Progress> required() {
        return checks.stream().filter(p -> p.criterion().required()).toList();
    }

    private List<CheckResult> results(Instant now) {
        return checks.stream()
                .map(p ->
                        new CheckResult(
                                p.criterion().check(),
                                p.criterion().required(),
                                p.criterion().weight(),
                                p.concluded(now),
                                p.took()))
                .toList();
    }

    private Verification decided(Outcome end) {
        return new Verification(request, earlySuccess, score, startedAt, ends, checks, end);
    }
}
