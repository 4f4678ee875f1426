package dev.holdfast.verifier.domain.check;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What our own detector's rules say. That none fires counts only if each that is asked for is there,
/// is fit, was judged lately, and saw samples: a rule that nobody evaluates never fires, and one that is
/// evaluated over silence does not either.
final class OwnRules {
    private static final Duration LATELY = Duration.ofMinutes(2);
    private static final double LONGEST_SECONDS = 86_400;

    private OwnRules() {}

    /// @param now when the detector was asked
    static Finding judge(JsonNode root, AlertCheck check, Instant now, Given given) {
        JsonNode groups = root.path("data").path("groups");
        if (!groups.isArray()) {
            return Finding.inconclusive("alerts are not known: the answer has no list of rules");
        }
        TreeSet<String> missing = new TreeSet<>(check.rules());
        List<String> firing = new ArrayList<>();
        List<String> doubts = new ArrayList<>();
        int judged = 0;
        for (JsonNode group : groups) {
            for (JsonNode rule : group.path("rules")) {
                String name = rule.path("name").asText("");
                boolean alerting = rule.path("type").asText("").equals("alerting");
                if (alerting && (check.rules().isEmpty() || check.rules().contains(name))) {
                    judged++;
                    missing.remove(name);
                    doubt(rule, name, now.minus(late(group)), doubts);
                    firing(rule, name, check, given, firing);
                }
            }
        }
        if (!firing.isEmpty()) {
            return AlertCheck.firing(firing);
        }
        if (!missing.isEmpty()) {
            doubts.add("the detector has no rule %s".formatted(missing));
        }
        if (judged == 0 && missing.isEmpty()) {
            doubts.add("the detector has no rule of this system at all");
        }
        return doubts.isEmpty()
                ? check.quiet()
                : Finding.inconclusive("no alert fires, but " + String.join(", and ", doubts));
    }

    private static void firing(
            JsonNode rule, String name, AlertCheck check, Given given, List<String> firing) {
        for (JsonNode alert : rule.path("alerts")) {
            String state = alert.path("state").asText("");
            boolean fires = !state.equals("pending") && !state.equals("inactive");
            if (fires && check.wanted(name, alert.path("labels"), given)) {
                firing.add(name);
            }
        }
    }

    /// A group that is judged seldom was judged lately when its own time is not over for long.
    private static Duration late(JsonNode group) {
        double seconds = group.path("interval").asDouble(0);
        return LATELY.plusMillis((long) (1_000 * Math.clamp(seconds, 0, LONGEST_SECONDS)));
    }

    private static void doubt(JsonNode rule, String name, Instant oldest, List<String> doubts) {
        String health = rule.path("health").asText("unknown");
        if (!health.equals("ok")) {
            doubts.add(
                    "rule %s is %s %s"
                            .formatted(name, health, rule.path("lastError").asText(""))
                            .strip());
            return;
        }
        String at = rule.path("lastEvaluation").asText("");
        try {
            if (Instant.parse(at).isBefore(oldest)) {
                doubts.add("rule %s was last judged at %s".formatted(name, at));
                return;
            }
        } catch (DateTimeException _) {
            doubts.add("rule %s does not say when it was judged".formatted(name));
            return;
        }
        if (!rule.path("seesData").asBoolean(false)) {
            doubts.add(
                    "rule %s sees no samples of something without which it cannot fire"
                            .formatted(name));
        }
    }
}
