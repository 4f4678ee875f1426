package dev.holdfast.verifier.domain.check;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Passes when no such alert fires any more. A silenced alert still fires.
///
/// @param url of an Alertmanager, may hold variables; null for our own triggers
/// @param token secret sent as bearer token, null for none
/// @param rules names of alerts; empty for all
/// @param labels that the alerts carry, may hold variables
/// @param alive name of an alert that always fires: without it the Alertmanager hears nothing, and
///     its silence proves nothing; null when there is none
public record AlertCheck(
        @Nullable String url,
        @Nullable String token,
        List<String> rules,
        Map<String, String> labels,
        @Nullable String alive)
        implements Asking {
    private static final int MOST = 1 << 20;
    private static final int SHOWN = 5;

    public AlertCheck {
        rules = List.copyOf(rules);
        labels = Map.copyOf(labels);
    }

    /// Our own detector's rules with the alerts of each; answered as [Rules].
    public record OwnAlerts(String scope) implements Question {
        @Override
        public String target() {
            return "detector";
        }

        @Override
        public String asks() {
            return "triggers of " + scope;
        }
    }

    /// What our own detector says of its rules.
    ///
    /// @param at when it was asked
    public record Rules(Answer.Http answer, Instant at) implements Answer {
        @Override
        public Duration took() {
            return answer.took();
        }

        @Override
        public String shows() {
            return answer.shows();
        }
    }

    @Override
    public Question question(Given given) {
        if (url == null) {
            return new OwnAlerts(given.scope());
        }
        StringBuilder address = new StringBuilder(given.url(url).replaceAll("/+$", ""));
        address.append("/api/v2/alerts?active=true&silenced=true&inhibited=true");
        if (alive == null) {
            labels.forEach((name, value) -> {
                String filter = "%s=\"%s\"".formatted(name, given.promql(value));
                address.append("&filter=")
                        .append(URLEncoder.encode(filter, StandardCharsets.UTF_8));
            });
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (token != null) {
            headers.put("Authorization", "Bearer ${secret." + token + "}");
        }
        return new Question.Http("GET", HttpCheck.address(address.toString()), headers, null, MOST);
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (answer instanceof Rules own) {
            return read(own.answer())
                    .map(root -> OwnRules.judge(root, this, own.at(), given))
                    .orElseGet(() -> unknown(own.answer()));
        }
        if (answer instanceof Answer.Http http) {
            return read(http).map(list -> alertmanager(list, given)).orElseGet(() -> unknown(http));
        }
        return answer.unfit();
    }

    private static Optional<JsonNode> read(Answer.Http http) {
        return http.status() == 200 ? JsonBody.read(http.body()) : Optional.empty();
    }

    private static Finding unknown(Answer.Http http) {
        return Finding.inconclusive(
                "alerts are not known: it answered %d, %d characters"
                        .formatted(http.status(), http.body().length()));
    }

    private Finding alertmanager(JsonNode list, Given given) {
        if (!list.isArray()) {
            return Finding.inconclusive("alerts are not known: the answer has no list of them");
        }
        return judge(list, given);
    }

    private Finding judge(JsonNode list, Given given) {
        List<String> firing = new ArrayList<>();
        boolean heard = alive == null;
        for (JsonNode alert : list) {
            JsonNode own = alert.path("labels");
            String name = own.path("alertname").asText("");
            heard |= name.equals(alive);
            if (wanted(name, own, given)) {
                firing.add(name);
            }
        }
        if (!firing.isEmpty()) {
            return firing(firing);
        }
        if (!heard) {
            return Finding.inconclusive(
                    "no alert fires, but neither does %s, which always should: nobody listens"
                            .formatted(alive));
        }
        return quiet();
    }

    static Finding firing(List<String> names) {
        return Finding.failed(
                        "%d alerts fire: %s"
                                .formatted(
                                        names.size(),
                                        new TreeSet<>(names).stream().limit(SHOWN).toList()))
                .measuring((double) names.size());
    }

    Finding quiet() {
        return Finding.passed("none of %s fires".formatted(rules.isEmpty() ? "the alerts" : rules))
                .measuring(0.0);
    }

    boolean wanted(String name, JsonNode own, Given given) {
        return !name.equals(alive)
                && (rules.isEmpty() || rules.contains(name))
                && labels.entrySet().stream()
                        .allMatch(l ->
                                own.path(l.getKey()).asText("").equals(given.text(l.getValue())));
    }
}
