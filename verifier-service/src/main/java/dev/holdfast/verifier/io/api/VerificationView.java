package dev.holdfast.verifier.io.api;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.verifier.domain.stage.CheckResult;
import dev.holdfast.verifier.domain.stage.Outcome;
import dev.holdfast.verifier.domain.stage.Progress;
import dev.holdfast.verifier.domain.stage.Request;
import dev.holdfast.verifier.domain.stage.Verification;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A verification as people and programs read it over HTTP.
///
/// @param state `running`, `passed`, `failed` or `inconclusive`
public record VerificationView(
        String verification,
        String scope,
        @Nullable String incident,
        @Nullable String rollback,
        String stage,
        @Nullable String release,
        String by,
        String state,
        String summary,
        Instant startedAt,
        Instant ends,
        @Nullable Instant decidedAt,
        List<CheckView> checks) {

    /// @param held how long it is as it is, without interruption; `hold` is how long it must pass
    public record CheckView(
            String check,
            boolean required,
            @Nullable Verdict verdict,
            String finding,
            int polls,
            Duration held,
            Duration hold,
            Duration took,
            @Nullable String evidence) {}

    static VerificationView of(String scope, Verification v, Map<String, String> evidence) {
        Request r = v.request();
        Outcome o = v.outcome();
        return new VerificationView(
                r.verification(),
                scope,
                r.incident(),
                r.rollback(),
                r.stage(),
                r.release() == null ? null : r.release().toString(),
                r.by(),
                o == null ? "running" : o.verdict().name().toLowerCase(Locale.ROOT),
                o == null ? "" : o.summary(),
                v.startedAt(),
                v.ends(),
                o == null ? null : o.at(),
                v.checks().stream().map(p -> check(p, o, evidence)).toList());
    }

    private static CheckView check(
            Progress p, @Nullable Outcome outcome, Map<String, String> evidence) {
        String name = p.criterion().check();
        Verdict verdict = p.last() == null ? null : p.last().verdict();
        String says = p.last() == null ? "not answered yet" : p.last().says();
        if (outcome != null) {
            for (CheckResult result : outcome.results()) {
                if (result.check().equals(name)) {
                    verdict = result.finding().verdict();
                    says = result.finding().says();
                }
            }
        }
        return new CheckView(
                name,
                p.criterion().required(),
                verdict,
                says,
                p.polls(),
                p.streak() == null ? Duration.ZERO : p.streak().lasted(),
                p.criterion().hold(),
                p.took(),
                evidence.get(name));
    }
}
