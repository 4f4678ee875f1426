package dev.holdfast.verifier.flow;

import dev.holdfast.backbone.work.Work;
import dev.holdfast.verifier.domain.check.AttestedCheck;
import dev.holdfast.verifier.domain.check.CallbackCheck;
import dev.holdfast.verifier.domain.check.CheckSpec;
import dev.holdfast.verifier.domain.check.Evidence;
import dev.holdfast.verifier.domain.check.Told.Word;
import dev.holdfast.verifier.domain.file.Rules;
import dev.holdfast.verifier.domain.stage.Progress;
import dev.holdfast.verifier.domain.stage.Verification;
import dev.holdfast.verifier.flow.Shelves.KeptVerification;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What people and callbacks say to checks that wait to be told.
public final class Words {
    private static final int LONGEST = 16 << 10;

    private final RuleBook ruleBook;
    private final Rights rights;

    Words(RuleBook ruleBook, Rights rights) {
        this.ruleBook = ruleBook;
        this.rights = rights;
    }

    /// Why something said was not taken.
    public enum Taken {
        YES,
        /// No such verification, or it asks nothing of this name.
        UNKNOWN,
        /// It is decided already.
        LATE,
        /// Others are asked.
        NOT_ASKED
    }

    /// A person answers a check of a verification; the last answer counts.
    ///
    /// @param byToken roles of the person's token there; `admin` may answer nothing by that role alone
    Taken attested(
            Work work,
            String verification,
            String check,
            boolean good,
            String by,
            Set<String> byToken,
            String text) {
        KeptVerification kept = work.find(Shelves.VERIFICATIONS, verification).orElse(null);
        if (kept == null) {
            return Taken.UNKNOWN;
        }
        List<String> asked =
                check(work, kept, check) instanceof AttestedCheck attested
                        ? attested.roles()
                        : null;
        Set<String> roles = rights.of(work, kept.digest(), by, byToken);
        if (!rights.answers(work, kept.digest(), roles, asked == null ? List.of() : asked)) {
            return Taken.NOT_ASKED;
        }
        if (asked == null) {
            return Taken.UNKNOWN;
        }
        if (!kept.verification().running()) {
            return Taken.LATE;
        }
        Word word = new Word(good, by, Evidence.cut(text, LONGEST), work.now());
        work.put(Shelves.WORDS, Shelves.evidence(verification, check), word);
        Verifications.hurry(work, kept, check);
        return Taken.YES;
    }

    /// Something outside calls back. It is kept for checks that begin later and look back no
    /// further than their own beginning.
    Taken callback(Work work, String check, String by, String body) {
        Rules rules = ruleBook.current(work, work.scope().system()).orElse(null);
        CheckSpec spec = rules == null ? null : rules.checks().checks().get(check);
        if (spec == null || !(spec.check() instanceof CallbackCheck)) {
            return Taken.UNKNOWN;
        }
        Word word = new Word(true, by, Evidence.cut(body, LONGEST), work.now());
        work.put(Shelves.CALLBACKS, check, word);
        for (KeptVerification kept : work.all(Shelves.VERIFICATIONS)) {
            Verifications.hurry(work, kept, check);
        }
        return Taken.YES;
    }

    private @org.jspecify.annotations.Nullable Object check(
            Work work, KeptVerification kept, String name) {
        return ruleBook.of(work, work.scope().system(), kept.digest())
                .map(r -> r.checks().checks().get(name))
                .map(CheckSpec::check)
                .orElse(null);
    }

    /// What has been said to the checks of this verification since it began.
    static Map<String, Word> of(Work work, Verification v) {
        Map<String, Word> words = new HashMap<>();
        for (Progress p : v.checks()) {
            String check = p.criterion().check();
            work.find(Shelves.CALLBACKS, check)
                    .filter(w -> !w.at().isBefore(v.startedAt()))
                    .ifPresent(w -> words.put(check, w));
            work.find(Shelves.WORDS, Shelves.evidence(v.request().verification(), check))
                    .ifPresent(w -> words.put(check, w));
        }
        return words;
    }
}
