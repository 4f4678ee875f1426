package dev.holdfast.verifier.domain.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Passes when one HTTP answer is all that it must be. A redirect is an answer like any other.
public record HttpCheck(Request request, Wanted wanted) implements Asking {

    /// @param url may hold variables, as headers and body may
    /// @param most larger bodies are refused, in bytes
    public record Request(
            String method,
            String url,
            Map<String, String> headers,
            @Nullable String body,
            int most) {
        public Request {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        Question.Http question(Given given) {
            Map<String, String> filled = new LinkedHashMap<>();
            headers.forEach((name, value) -> filled.put(name, given.header(value)));
            String text = body == null ? null : given.json(body);
            return new Question.Http(method, address(given.url(url)), filled, text, most);
        }
    }

    /// @param within the whole answer must be here in less than this
    /// @param trustStatus take a good status for good, whatever the page says
    public record Wanted(
            StatusSet status,
            Map<JsonPath, Expectation> json,
            Map<String, Expectation> headers,
            Body body,
            @Nullable Duration within,
            boolean trustStatus) {
        public Wanted {
            json = Collections.unmodifiableMap(new LinkedHashMap<>(json));
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }

    /// What the body must and must not hold.
    public record Body(List<String> contains, List<String> without, @Nullable Pattern matches) {
        public Body {
            contains = List.copyOf(contains);
            without = List.copyOf(without);
        }
    }

    @Override
    public boolean touches() {
        return !List.of("GET", "HEAD", "OPTIONS").contains(request.method);
    }

    @Override
    public Question question(Given given) {
        return request.question(given);
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        return answer instanceof Answer.Http http ? judge(http, given) : answer.unfit();
    }

    private Finding judge(Answer.Http answer, Given given) {
        List<Finding> parts = new ArrayList<>();
        parts.add(status(answer));
        wanted.headers.forEach((name, e) ->
                parts.add(
                        e.judge(
                                "header " + name,
                                answer.header(name.toLowerCase(Locale.ROOT)),
                                given)));
        parts.addAll(body(answer.body(), given));
        parts.addAll(json(answer, given));
        if (wanted.within != null) {
            parts.add(latency(answer.took(), wanted.within));
        }
        return Finding.all(parts);
    }

    private Finding status(Answer.Http answer) {
        if (!wanted.status.has(answer.status())) {
            return Finding.failed(
                    "status is %d, must be %s".formatted(answer.status(), wanted.status));
        }
        Optional<String> lie =
                wanted.trustStatus || answer.status() >= 300
                        ? Optional.empty()
                        : ErrorPage.in(answer);
        return lie.map(l ->
                        Finding.inconclusive("status is %d, but %s".formatted(answer.status(), l)))
                .orElseGet(() -> Finding.passed("status is " + answer.status()));
    }

    private List<Finding> body(String body, Given given) {
        List<Finding> parts = new ArrayList<>();
        for (String template : wanted.body.contains) {
            String text = given.text(template);
            String says = "body %s '%s'".formatted(body.contains(text) ? "holds" : "lacks", text);
            parts.add(body.contains(text) ? Finding.passed(says) : Finding.failed(says));
        }
        for (String template : wanted.body.without) {
            String text = given.text(template);
            if (body.contains(text)) {
                parts.add(Finding.failed("body holds '%s', must not".formatted(text)));
            }
        }
        if (wanted.body.matches != null) {
            parts.add(new Expectation.Matches(wanted.body.matches).judge("body", body, given));
        }
        return parts;
    }

    private List<Finding> json(Answer.Http answer, Given given) {
        if (wanted.json.isEmpty()) {
            return List.of();
        }
        Optional<JsonNode> root = JsonBody.read(answer.body());
        if (root.isEmpty()) {
            return List.of(noJson(answer));
        }
        List<Finding> parts = new ArrayList<>();
        wanted.json.forEach(
                (path, e) -> parts.add(e.judge(path.written(), value(path.in(root.get())), given)));
        return parts;
    }

    static Finding noJson(Answer.Http answer) {
        String type = answer.header("content-type");
        return Finding.inconclusive(
                "the answer (%d, %s, %d characters) is no JSON"
                        .formatted(
                                answer.status(),
                                type == null ? "no content type" : type,
                                answer.body().length()));
    }

    /// Null for what is not there; JSON's own `null` counts as not there.
    static @Nullable String value(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        return node.isValueNode() ? node.asText() : node.toString();
    }

    static Finding latency(Duration took, Duration within) {
        String says =
                "took %d ms, must be below %d ms".formatted(took.toMillis(), within.toMillis());
        return (took.compareTo(within) < 0 ? Finding.passed(says) : Finding.failed(says))
                .measuring(took.toNanos() / 1e9);
    }

    /// Reads an address that is put together from variables; only plain http and https.
    static URI address(String text) {
        URI url;
        try {
            url = new URI(text).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "'%s' is no URL: %s".formatted(text, e.getReason()), e);
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("'%s' is neither http nor https".formatted(text));
        }
        if (url.getHost() == null || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "'%s' must name a host and no user".formatted(Masking.mask(text)));
        }
        return url;
    }
}
