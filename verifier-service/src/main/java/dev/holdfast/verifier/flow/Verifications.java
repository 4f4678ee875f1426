package dev.holdfast.verifier.flow;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.VerificationEvent.CheckFinished;
import dev.holdfast.backbone.events.VerificationEvent.VerificationFailed;
import dev.holdfast.backbone.events.VerificationEvent.VerificationInconclusive;
import dev.holdfast.backbone.events.VerificationEvent.VerificationPassed;
import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.verifier.domain.check.CheckSpec;
import dev.holdfast.verifier.domain.check.Given;
import dev.holdfast.verifier.domain.file.Rules;
import dev.holdfast.verifier.domain.stage.CheckResult;
import dev.holdfast.verifier.domain.stage.Outcome;
import dev.holdfast.verifier.domain.stage.Reading;
import dev.holdfast.verifier.domain.stage.Request;
import dev.holdfast.verifier.domain.stage.Stage;
import dev.holdfast.verifier.domain.stage.Verification;
import dev.holdfast.verifier.flow.Shelves.KeptEvidence;
import dev.holdfast.verifier.flow.Shelves.KeptVerification;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Runs verifications: one errand each, which asks what is due, takes in the answers, and comes
/// back until the domain has decided. A timer decides when the errand does not come back.
final class Verifications {
    static final String ERRAND = "verification/";
    static final String OVERDUE = "overdue/";
    private static final int KEPT = 200;

    private final RuleBook ruleBook;
    private final Probes probes;

    Verifications(RuleBook ruleBook, Probes probes) {
        this.ruleBook = ruleBook;
        this.probes = probes;
    }

    /// Begins one; a repeat of a known one changes nothing.
    void request(Work work, Request request, Because because) {
        if (work.find(Shelves.VERIFICATIONS, request.verification()).isPresent()) {
            return;
        }
        prune(work);
        Optional<Rules> rules = ruleBook.of(work, work.scope().system(), because.packDigest());
        String digest = rules.map(Rules::digest).orElse(null);
        Verification begun = begin(work, request, rules.orElse(null));
        Because why = because.incident(request.incident()).pack(digest);
        keep(work, new KeptVerification(begun, why, digest));
        if (begun.running()) {
            work.errand(ERRAND + request.verification(), work.now());
            work.timer(OVERDUE + request.verification(), begun.overdue());
        }
    }

    /// Somebody said something to a check of this verification: it is asked at once.
    static void hurry(Work work, KeptVerification kept, String check) {
        Verification v = kept.verification();
        if (v.running()) {
            Verification sooner = v.hurried(check, work.now());
            keep(work, new KeptVerification(sooner, kept.because(), kept.digest()));
            work.errand(ERRAND + v.request().verification(), work.now());
        }
    }

    private static Verification begin(Work work, Request request, @Nullable Rules rules) {
        if (rules == null) {
            return Verification.impossible(
                    request,
                    "no pack is known for " + work.scope() + ", so there is nothing to check",
                    work.now());
        }
        if (work.scope().drill() != null && rules.manifest().lab() == null) {
            return Verification.impossible(
                    request,
                    "the pack has no lab, and a drill is never verified against the real system",
                    work.now());
        }
        Set<String> environments = rules.manifest().environments().keySet();
        String environment = work.scope().environment();
        if (!environments.contains(environment)) {
            return Verification.impossible(
                    request,
                    "the pack has no environment '%s'%s"
                            .formatted(environment, NearestName.hint(environment, environments)),
                    work.now());
        }
        Optional<Stage> stage = rules.checks().stage(request.stage());
        return stage.map(s -> Verification.begin(request, s, work.now()))
                .orElseGet(() ->
                        Verification.impossible(
                                request, rules.checks().noStage(request.stage()), work.now()));
    }

    /// One round of polls.
    Next run(Errand errand, String id) {
        Plan plan = errand.write(work -> plan(work, id, errand.claimedAt()));
        if (plan.round == null) {
            return plan.next;
        }
        List<Round.Found> found = plan.round.ask(probes, errand.claimedAt(), plan.patience);
        Next next = errand.write(work -> take(work, id, found));
        if (next instanceof Next.Done) {
            probes.forget(plan.keys);
        }
        return next;
    }

    /// @param round null when there is nothing to ask now
    /// @param keys of all checks of the verification
    private record Plan(@Nullable Round round, Duration patience, List<String> keys, Next next) {}

    private Plan plan(Work work, String id, Instant now) {
        KeptVerification kept = work.find(Shelves.VERIFICATIONS, id).orElse(null);
        if (kept == null || !kept.verification().running()) {
            return new Plan(null, Duration.ZERO, List.of(), new Next.Done());
        }
        Verification v = kept.verification();
        Rules rules = ruleBook.of(work, work.scope().system(), kept.digest()).orElseThrow();
        Map<String, CheckSpec> specs = rules.checks().checks();
        List<CheckSpec> due =
                v.due(now).stream()
                        .flatMap(
                                p -> Optional.ofNullable(specs.get(p.criterion().check())).stream())
                        .toList();
        Map<String, String> turns = new HashMap<>();
        v.checks().forEach(c -> turns.put(c.criterion().check(), "" + c.polls()));
        Round round = Round.of(work.scope(), id, due, given(work, rules, v), turns, rules);
        List<String> keys = v.checks().stream().map(p -> round.key(p.criterion().check())).toList();
        return new Plan(round, v.patience(now), keys, new Next.Again(v.next()));
    }

    /// What the checks know now.
    private static Given given(Work work, Rules rules, Verification v) {
        Request request = v.request();
        Map<String, String> held = Snapshots.baseline(work);
        Map<String, String> before =
                request.rollback() == null ? held : Snapshots.before(work, request.rollback());
        return rules.given(work.scope(), request)
                .where(rules.checks().otherwise(request.stage()))
                .compared(before, held)
                .hearing(Words.of(work, v));
    }

    private Next take(Work work, String id, List<Round.Found> found) {
        KeptVerification kept = work.find(Shelves.VERIFICATIONS, id).orElse(null);
        if (kept == null || !kept.verification().running()) {
            return new Next.Done();
        }
        List<Reading> readings =
                found.stream()
                        .map(f ->
                                new Reading(
                                        f.check(), f.finding(), f.asked(), work.now(), f.took()))
                        .toList();
        Verification after = kept.verification().after(readings, work.now());
        for (Round.Found f : found) {
            keepEvidence(work, id, f, after.running());
        }
        keep(work, new KeptVerification(after, kept.because(), kept.digest()));
        return after.running() ? new Next.Again(after.next()) : new Next.Done();
    }

    /// Only when the verdict changes or the end is here: evidence is large, polls are many.
    private static void keepEvidence(Work work, String id, Round.Found f, boolean running) {
        String place = Shelves.evidence(id, f.check());
        boolean same =
                running
                        && work.find(Shelves.EVIDENCE, place)
                                .filter(e -> e.verdict() == f.finding().verdict())
                                .isPresent();
        if (!same) {
            work.put(
                    Shelves.EVIDENCE,
                    place,
                    new KeptEvidence(
                            f.check(), f.finding().verdict(), f.evidence().get(), work.now()));
        }
    }

    /// Its window is over and its errand has not ended it.
    void overdue(Work work, String id) {
        work.find(Shelves.VERIFICATIONS, id)
                .filter(kept -> kept.verification().running())
                .ifPresent(kept ->
                        keep(
                                work,
                                new KeptVerification(
                                        kept.verification().judged(work.now()),
                                        kept.because(),
                                        kept.digest())));
    }

    /// Keeps it, and tells the verdict if there is one now.
    private static void keep(Work work, KeptVerification kept) {
        Verification v = kept.verification();
        work.put(Shelves.VERIFICATIONS, v.request().verification(), kept);
        Outcome outcome = v.outcome();
        if (outcome == null) {
            return;
        }
        for (CheckResult result : outcome.results()) {
            work.emit(finished(work, v.request(), result), kept.because());
        }
        work.emit(verdict(v.request(), outcome), kept.because());
        work.cancelTimer(OVERDUE + v.request().verification());
    }

    private static CheckFinished finished(Work work, Request request, CheckResult result) {
        String evidence =
                work.find(
                                Shelves.EVIDENCE,
                                Shelves.evidence(request.verification(), result.check()))
                        .map(KeptEvidence::text)
                        .orElse("");
        return new CheckFinished(
                request.incident(),
                request.verification(),
                request.stage(),
                result.check(),
                result.required(),
                result.finding().verdict(),
                result.finding().measured(),
                result.finding().says(),
                evidence,
                result.took(),
                work.now());
    }

    private static Event verdict(Request r, Outcome o) {
        return switch (o.verdict()) {
            case PASSED ->
                    new VerificationPassed(
                            r.incident(),
                            r.rollback(),
                            r.verification(),
                            r.stage(),
                            o.summary(),
                            o.at());
            case FAILED ->
                    new VerificationFailed(
                            r.incident(),
                            r.rollback(),
                            r.verification(),
                            r.stage(),
                            o.summary(),
                            o.at());
            case INCONCLUSIVE ->
                    new VerificationInconclusive(
                            r.incident(),
                            r.rollback(),
                            r.verification(),
                            r.stage(),
                            o.summary(),
                            o.at());
        };
    }

    /// The events stay on the topic; here only the newest are kept.
    private static void prune(Work work) {
        List<KeptVerification> all = work.all(Shelves.VERIFICATIONS);
        all.stream()
                .filter(k -> !k.verification().running())
                .sorted(Comparator.comparing(k -> k.verification().startedAt()))
                .limit(Math.max(0, all.size() - KEPT))
                .forEach(k -> remove(work, k.verification()));
    }

    private static void remove(Work work, Verification v) {
        String id = v.request().verification();
        v.checks()
                .forEach(p -> {
                    String place = Shelves.evidence(id, p.criterion().check());
                    work.remove(Shelves.EVIDENCE, place);
                    work.remove(Shelves.WORDS, place);
                });
        work.remove(Shelves.VERIFICATIONS, id);
    }
}
