package dev.holdfast.verifier.domain.check;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.pack.Durations;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What our own detector's rules say. That none fires counts only if each that is asked for is there,
/// is fit, and was judged lately: a rule that nobody evaluates never fires.
final class OwnRules {
    private static final Duration LATELY = Duration.ofMinutes(2);

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
                    doubt(rule, name, now, doubts);
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

    private static void doubt(JsonNode rule, String name, Instant now, List<String> doubts) {
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
            Duration ago = Duration.between(Instant.parse(at), now);
            if (ago.compareTo(LATELY) > 0) {
                doubts.add(
                        "rule %s was last judged %s ago: no samples come"
                                .formatted(name, Durations.show(ago)));
            }
        } catch (DateTimeException _) {
            doubts.add("rule %s does not say when it was judged".formatted(name));
        }
    }
}
