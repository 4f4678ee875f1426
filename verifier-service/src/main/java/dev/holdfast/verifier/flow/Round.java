package dev.holdfast.verifier.flow;

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
record Round(String prefix, List<CheckSpec> checks, Given given, Reach reach, Rules rules) {

    static Round of(Scope scope, String prefix, List<CheckSpec> checks, Given given, Rules rules) {
        return new Round(
                scope + "/" + prefix, checks, given, rules.reach(scope.environment()), rules);
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
            switch (spec.prepare(given)) {
                case CheckSpec.Ask(Question q) -> asked.put(key(spec.name()), new Asked(spec, q));
                case CheckSpec.CannotAsk(Finding why) -> found.add(unasked(spec.name(), why, now));
            }
        }
        for (Probes.Probed p : probed(probes, asked, now, patience)) {
            if (asked.get(p.key()) instanceof Asked(CheckSpec spec, Question question)) {
                found.add(
                        new Found(
                                spec.name(),
                                spec.judge(p.answer(), given),
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
            if (spec.prepare(given) instanceof CheckSpec.Ask(Question q)) {
                asked.put(key(spec.name()), new Asked(spec, q));
            }
        }
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (Probes.Probed p : probed(probes, asked, now, patience)) {
            if (asked.get(p.key()) instanceof Asked(CheckSpec spec, _)) {
                answers.put(spec.name(), p.answer());
            }
        }
        return answers;
    }

    private record Asked(CheckSpec spec, Question question) {}

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
        return new CheckSpec(name, check, timeout, null, null, null, 1);
    }
}
