package dev.holdfast.verifier.domain.file;

import com.google.re2j.Pattern;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.Asking;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.Expectation;
import dev.holdfast.verifier.domain.check.HttpCheck;
import dev.holdfast.verifier.domain.check.JsonPath;
import dev.holdfast.verifier.domain.check.StatusSet;
import dev.holdfast.verifier.domain.check.VersionCheck;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `http:` and `version:` checks.
final class HttpReader {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");
    private static final StatusSet OK = new StatusSet(List.of("200"));
    private static final int BODY = 64 << 10;
    private static final int MOST_BODY = 4 << 20;

    private HttpReader() {}

    static Optional<Check> http(YamlMap m, Known known) {
        m.only(
                "url",
                "method",
                "headers",
                "body",
                "most-size",
                "status",
                "json",
                "header",
                "contains",
                "without",
                "matches",
                "within",
                "trust-status");
        Map<JsonPath, Expectation> json = expectations(m.map("json"), known);
        Map<String, Expectation> headers = new LinkedHashMap<>();
        m.map("header")
                .entries()
                .forEach((name, v) ->
                        BoundReader.expectation(v, known).ifPresent(e -> headers.put(name, e)));
        HttpCheck.Wanted wanted =
                new HttpCheck.Wanted(
                        m.optional("status").map(HttpReader::status).orElse(OK),
                        json,
                        headers,
                        body(m, known),
                        m.optional("within").map(YamlValue::duration).orElse(null),
                        m.flag("trust-status", false));
        return Optional.of(new HttpCheck(request(m, known), wanted));
    }

    static Map<JsonPath, Expectation> expectations(YamlMap paths, Known known) {
        Map<JsonPath, Expectation> json = new LinkedHashMap<>();
        paths.entries()
                .forEach((text, v) -> {
                    JsonPath path = path(paths.key(text));
                    Optional<Expectation> e = BoundReader.expectation(v, known);
                    if (path != null) {
                        e.ifPresent(x -> json.put(path, x));
                    }
                });
        return json;
    }

    /// For a snapshot: the version that an endpoint tells, or any other value of its answer.
    static Optional<Asking> value(YamlMap m, Known known) {
        m.only("url", "headers", "most-size", "json");
        YamlValue json = m.optional("json").orElse(null);
        return Optional.of(
                new VersionCheck(request(m, known), json == null ? null : path(json), ""));
    }

    static Optional<Check> version(YamlMap m, Known known) {
        m.only("url", "headers", "most-size", "json", "equals");
        YamlValue json = m.optional("json").orElse(null);
        return Optional.of(
                new VersionCheck(
                        request(m, known),
                        json == null ? null : path(json),
                        known.template(m.required("equals"))));
    }

    private static HttpCheck.Request request(YamlMap m, Known known) {
        YamlValue body = m.optional("body").orElse(null);
        Map<String, String> headers = new LinkedHashMap<>();
        m.map("headers")
                .entries()
                .forEach((name, v) -> {
                    if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
                        m.map("headers").key(name).problem("this is no name of a header");
                    }
                    headers.put(name, known.secretTemplate(v));
                });
        return new HttpCheck.Request(
                m.optional("method").map(HttpReader::method).orElse("GET"),
                known.template(m.required("url")),
                headers,
                body == null ? null : known.template(body),
                (int) m.whole("most-size", 1, MOST_BODY, BODY));
    }

    private static HttpCheck.Body body(YamlMap m, Known known) {
        Pattern matches = m.optional("matches").map(BoundReader::pattern).orElse(null);
        return new HttpCheck.Body(
                m.list("contains").stream().map(known::template).toList(),
                m.list("without").stream().map(known::template).toList(),
                matches);
    }

    private static StatusSet status(YamlValue v) {
        return StatusSet.of(v.texts())
                .orElseGet(() -> {
                    v.problem(
                            "expected a status such as 200 or 2xx, or a list, got %s"
                                    .formatted(v.texts()));
                    return OK;
                });
    }

    private static String method(YamlValue v) {
        if (!METHODS.contains(v.text())) {
            v.problem(
                    "unknown method '%s'%s"
                            .formatted(v.text(), NearestName.hint(v.text(), METHODS)));
        }
        return v.text();
    }

    static @Nullable JsonPath path(YamlValue v) {
        try {
            return JsonPath.parse(v.text());
        } catch (JsonPath.Unreadable e) {
            v.problemAt(e.at(), String.valueOf(e.getMessage()));
            return null;
        }
    }
}
