package dev.holdfast.verifier.flow;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.CheckSpec;
import dev.holdfast.verifier.domain.check.Evidence;
import dev.holdfast.verifier.domain.check.Finding;
import dev.holdfast.verifier.domain.check.Given;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.domain.file.Reach;
import dev.holdfast.verifier.domain.file.Rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// One round of asking: which checks, with what is known, allowed to connect where.
///
/// @param turns how often each check was asked before: together with the prefix it names this
///     asking, so that it is the same one after a restart
record Round(
        String prefix,
        List<CheckSpec> checks,
        Given given,
        Map<String, String> turns,
        Reach reach,
        Rules rules) {

    static Round of(
            Scope scope,
            String prefix,
            List<CheckSpec> checks,
            Given given,
            Map<String, String> turns,
            Rules rules) {
        return new Round(
                scope + "/" + prefix,
                checks,
                given,
                turns,
                rules.reach(scope.environment()),
                rules);
    }

    /// What one check knows of itself: the name of its run, which a target may take as a key and by
    /// which synthetic data is told from real data.
    private Given given(String check) {
        String turn = turns.getOrDefault(check, "");
        String id = EventId.of(prefix, check, turn).replaceAll("[^A-Za-z0-9]", "");
        return given.and(Given.RUN, "holdfast-" + id.substring(0, Math.min(RUN, id.length())));
    }

    /// What one check was found to be.
    ///
    /// @param evidence written out only where it is kept: most polls change nothing
    record Found(
            String check,
            Finding finding,
            Supplier<String> evidence,
            Instant asked,
            Duration took) {}

    static Found unasked(String check, Finding why, Instant now) {
        return new Found(check, why, () -> Evidence.unasked(why), now, Duration.ZERO);
    }

    /// Asks all of them; those that do not answer within `patience` are not among the found.
    List<Found> ask(Probes probes, Instant now, Duration patience) {
        List<Found> found = new ArrayList<>();
        Map<String, Asked> asked = new LinkedHashMap<>();
        for (CheckSpec spec : checks) {
            Given own = given(spec.name());
            switch (spec.prepare(own)) {
                case CheckSpec.Ask(Question q) ->
                        asked.put(key(spec.name()), new Asked(spec, q, own));
                case CheckSpec.Settled(Finding why) -> found.add(unasked(spec.name(), why, now));
            }
        }
        for (Probes.Probed p : probed(probes, asked, now, patience)) {
            if (asked.get(p.key()) instanceof Asked(CheckSpec spec, Question question, Given own)) {
                found.add(
                        new Found(
                                spec.name(),
                                spec.judge(p.answer(), own),
                                () -> Evidence.of(question, p.answer()),
                                p.asked(),
                                p.answer().took()));
            }
        }
        return found;
    }

    /// The bare answers, by check, of those that can be asked and do answer.
    Map<String, Answer> answers(Probes probes, Instant now, Duration patience) {
        Map<String, Asked> asked = new LinkedHashMap<>();
        for (CheckSpec spec : checks) {
            Given own = given(spec.name());
            if (spec.prepare(own) instanceof CheckSpec.Ask(Question q)) {
                asked.put(key(spec.name()), new Asked(spec, q, own));
            }
        }
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (Probes.Probed p : probed(probes, asked, now, patience)) {
            if (asked.get(p.key()) instanceof Asked(CheckSpec spec, _, _)) {
                answers.put(spec.name(), p.answer());
            }
        }
        return answers;
    }

    private record Asked(CheckSpec spec, Question question, Given given) {}

    private static final int RUN = 16;

    private List<Probes.Probed> probed(
            Probes probes, Map<String, Asked> asked, Instant now, Duration patience) {
        if (asked.isEmpty()) {
            return List.of();
        }
        List<Probes.Probe> all = new ArrayList<>();
        asked.forEach((key, a) ->
                all.add(
                        new Probes.Probe(
                                key,
                                a.question,
                                a.spec.timeout(),
                                reach,
                                rules.manifest().secrets())));
        return probes.ask(all, now, patience);
    }

    String key(String check) {
        return prefix + "/" + check;
    }

    /// For values that are only measured: a check without limits of its own.
    static CheckSpec bare(String name, Check check, Duration timeout) {
        return new CheckSpec(name, check, timeout, null, null, null, null, 1);
    }
}
