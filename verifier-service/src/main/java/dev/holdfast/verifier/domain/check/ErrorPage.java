package dev.holdfast.verifier.domain.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Recognises a good status that lies: a proxy's or a framework's error page sent with 200.
final class ErrorPage {
    private static final int LOOK_AT = 16_384;
    private static final Pattern HEADING =
            Pattern.compile("(?is)<(?:title|h1|h2)[^>]*>([^<]{0,200})<");
    private static final Pattern ERROR =
            Pattern.compile(
                    "(?i)\\b(?:[45]\\d\\d\\b|error|bad gateway|unavailable|time-?\\s?out|timed out"
                            + "|not found|forbidden|unauthori[sz]ed|maintenance|exception"
                            + "|something went wrong|oops|fail(?:ed|ure)?\\b|welcome to nginx)");
    private static final Set<String> BAD_STATES =
            Set.of(
                    "error",
                    "fail",
                    "failed",
                    "failure",
                    "down",
                    "unhealthy",
                    "unavailable",
                    "out_of_service",
                    "critical",
                    "degraded",
                    "ko",
                    "nok");

    private ErrorPage() {}

    /// What gives it away, or nothing.
    static Optional<String> in(Answer.Http answer) {
        String body = answer.body();
        Optional<JsonNode> json =
                body.stripLeading().startsWith("{") ? JsonBody.read(body) : Optional.empty();
        return json.isPresent() ? inJson(json.get()) : inPage(body);
    }

    private static Optional<String> inPage(String body) {
        Matcher m = HEADING.matcher(body.substring(0, Math.min(body.length(), LOOK_AT)));
        while (m.find()) {
            String heading = m.group(1).strip();
            if (ERROR.matcher(heading).find()) {
                return Optional.of("the page says '%s'".formatted(Evidence.cut(heading, 80)));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inJson(JsonNode json) {
        for (String key : List.of("error", "errors", "exception", "fault")) {
            JsonNode value = json.path(key);
            boolean nothing =
                    value.isMissingNode()
                            || value.isNull()
                            || (value.isContainerNode() && value.isEmpty())
                            || (value.isValueNode()
                                    && Set.of("", "false", "0").contains(value.asText()));
            if (!nothing) {
                return Optional.of(
                        "its body has %s: %s".formatted(key, Evidence.cut(value.toString(), 80)));
            }
        }
        for (String key : List.of("status", "health", "state")) {
            String value = json.path(key).asText("").toLowerCase(Locale.ROOT);
            boolean code = value.matches("[45]\\d\\d") && key.equals("status");
            if (BAD_STATES.contains(value) || code) {
                return Optional.of("its body has %s: %s".formatted(key, value));
            }
        }
        return Optional.empty();
    }
}
