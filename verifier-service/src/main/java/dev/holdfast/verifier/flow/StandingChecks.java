package dev.holdfast.verifier.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.VerificationEvent.StandingCheckFinished;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.verifier.domain.check.CheckSpec;
import dev.holdfast.verifier.domain.check.Finding;
import dev.holdfast.verifier.domain.file.Rules;
import dev.holdfast.verifier.flow.Shelves.RunningDrill;
import dev.holdfast.verifier.flow.Shelves.StandingResult;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Runs checks on a schedule, one errand for each check and environment, and for each drill while it
/// lasts. Every run is an event.
final class StandingChecks {
    static final String ARRANGE = "standing-arrange";
    static final String ERRAND = "standing/";
    private static final Duration SLACK = Duration.ofSeconds(1);
    private static final String DRILL_ENDED = "drill.ended";
    private static final String ONLY = "drill";

    /// A drill of which nothing came in for so long was forgotten.
    private static final Duration FORGOTTEN = Duration.ofHours(12);

    private final RuleBook ruleBook;
    private final Probes probes;
    private final Transactions transactions;

    StandingChecks(RuleBook ruleBook, Probes probes, Transactions transactions) {
        this.ruleBook = ruleBook;
        this.probes = probes;
        this.transactions = transactions;
    }

    /// A pack became current; `work` is on the scope `system/*`, so the rest is an errand.
    void activated(Work work) {
        work.errand(ARRANGE, work.now());
    }

    /// Starts the errands of every environment. Those of checks that are gone end by themselves.
    Next arrange(Errand errand) {
        String system = errand.scope().system();
        Rules rules = errand.write(work -> ruleBook.current(work, system).orElse(null));
        if (rules != null) {
            for (String environment : rules.manifest().environments().keySet()) {
                transactions.in(Scope.of(system, environment), work -> start(work, rules));
            }
        }
        return new Next.Done();
    }

    /// Something of a drill came in; `work` is on the drill's key. While it lasts the checks stand
    /// there too, as they are in the pack's lab. Without a lab nothing is asked: what could be asked
    /// is production.
    void drilled(Work work, String kind) {
        RunningDrill known = work.find(Shelves.DRILL, ONLY).orElse(null);
        if (known != null && known.ended() != null) {
            return; // its lab is being put away, which is told too
        }
        if (kind.equals(DRILL_ENDED)) {
            work.put(Shelves.DRILL, ONLY, new RunningDrill(work.now(), work.now()));
            work.all(Shelves.STANDING).forEach(r -> work.remove(Shelves.STANDING, r.check()));
            return;
        }
        boolean begins = known == null;
        work.put(Shelves.DRILL, ONLY, new RunningDrill(work.now(), null));
        if (begins) {
            ruleBook.current(work, work.scope().system())
                    .filter(rules -> rules.manifest().lab() != null)
                    .ifPresent(rules -> {
                        boolean _ = start(work, rules);
                    });
        }
    }

    private static boolean stands(Work work) {
        return work.scope().drill() == null
                || work.find(Shelves.DRILL, ONLY)
                        .filter(d -> d.ended() == null)
                        .filter(d -> d.heard().plus(FORGOTTEN).isAfter(work.now()))
                        .isPresent();
    }

    private static boolean start(Work work, Rules rules) {
        for (StandingResult old : work.all(Shelves.STANDING)) {
            if (!rules.checks().standing().containsKey(old.check())) {
                work.remove(Shelves.STANDING, old.check());
            }
        }
        rules.checks().standing().keySet().forEach(n -> work.errand(ERRAND + n, work.now()));
        return true;
    }

    /// @param round null when the check does not stand any more
    private record Plan(@Nullable Round round, Duration every, Duration timeout, String digest) {}

    Next run(Errand errand, String check) {
        Plan plan = errand.write(work -> plan(work, check));
        if (plan.round == null) {
            return new Next.Done();
        }
        List<Round.Found> found =
                plan.round.ask(probes, errand.claimedAt(), plan.timeout.plus(SLACK));
        Round.Found result = found.isEmpty() ? silent(check, errand.claimedAt()) : found.getFirst();
        Instant now = errand.write(work -> keep(work, plan, result));
        Instant next = errand.claimedAt().plus(plan.every);
        return new Next.Again(next.isAfter(now) ? next : now.plus(plan.every));
    }

    private Plan plan(Work work, String check) {
        Rules rules = ruleBook.current(work, work.scope().system()).orElse(null);
        if (rules == null
                || !stands(work)
                || !rules.manifest().environments().containsKey(work.scope().environment())) {
            return new Plan(null, Duration.ZERO, Duration.ZERO, "");
        }
        Optional<CheckSpec> spec = Optional.ofNullable(rules.checks().checks().get(check));
        Duration every = rules.checks().standing().get(check);
        if (spec.isEmpty() || every == null) {
            return new Plan(null, Duration.ZERO, Duration.ZERO, "");
        }
        // The time of the last run that was kept names this one, also after a restart in its
        // middle.
        String turn =
                work.find(Shelves.STANDING, check).map(r -> r.at().toString()).orElse("first");
        Round round =
                Round.of(
                        work.scope(),
                        "standing",
                        List.of(spec.get()),
                        rules.given(work.scope(), null)
                                .compared(Snapshots.baseline(work), Snapshots.baseline(work)),
                        java.util.Map.of(check, turn),
                        rules);
        return new Plan(round, every, spec.get().timeout(), rules.digest());
    }

    private static Round.Found silent(String check, Instant now) {
        return Round.unasked(
                check, Finding.inconclusive("no answer came within its time limit"), now);
    }

    private static Instant keep(Work work, Plan plan, Round.Found found) {
        Instant now = work.now();
        if (!stands(work)) {
            return now; // the drill ended meanwhile
        }
        Instant since =
                work.find(Shelves.STANDING, found.check())
                        .filter(old -> old.finding().verdict() == found.finding().verdict())
                        .map(StandingResult::since)
                        .orElse(now);
        work.put(
                Shelves.STANDING,
                found.check(),
                new StandingResult(
                        found.check(),
                        plan.every,
                        found.finding(),
                        found.evidence().get(),
                        found.took(),
                        since,
                        now));
        work.emit(
                new StandingCheckFinished(
                        found.check(),
                        found.finding().verdict(),
                        found.finding().measured(),
                        found.finding().says(),
                        found.took(),
                        now),
                Because.none().pack(plan.digest));
        return now;
    }
}
