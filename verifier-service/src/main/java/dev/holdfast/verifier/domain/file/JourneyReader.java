package dev.holdfast.verifier.domain.file;

import com.google.re2j.Pattern;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.Asking;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.Given;
import dev.holdfast.verifier.domain.check.JourneyCheck;
import dev.holdfast.verifier.domain.check.JsonPath;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `journey:` checks.
final class JourneyReader {
    private static final List<String> KINDS =
            List.of("http", "version", "sql", "mail", "tcp", "metrics", "redis");
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final int MOST_STEPS = 50;

    private JourneyReader() {}

    static Optional<Check> check(YamlMap m, Known known) {
        m.only("steps", "clean-up");
        known.saved(Set.of(Given.RUN));
        List<JourneyCheck.Step> steps = steps(m.list("steps"), known, true);
        List<JourneyCheck.Step> cleanUp = steps(m.list("clean-up"), known, false);
        if (m.list("steps").isEmpty() || m.list("steps").size() > MOST_STEPS) {
            m.self().problem("a journey has 1 to %d steps".formatted(MOST_STEPS));
        }
        boolean whole =
                steps.size() == m.list("steps").size()
                        && cleanUp.size() == m.list("clean-up").size();
        return whole && !steps.isEmpty()
                ? Optional.of(new JourneyCheck(steps, cleanUp))
                : Optional.empty();
    }

    private static List<JourneyCheck.Step> steps(
            List<YamlValue> values, Known known, boolean saving) {
        List<JourneyCheck.Step> steps = new ArrayList<>();
        for (YamlValue v : values) {
            step(v.map(), known, steps.size() + 1, saving).ifPresent(steps::add);
        }
        return steps;
    }

    private static Optional<JourneyCheck.Step> step(
            YamlMap m, Known known, int number, boolean saving) {
        List<String> keys = new ArrayList<>(KINDS);
        keys.addAll(List.of("name", "save", "wait", "every"));
        m.only(keys.toArray(String[]::new));
        List<String> there = KINDS.stream().filter(m::has).toList();
        if (there.size() != 1) {
            m.self().problem("a step is exactly one of %s; here are %s".formatted(KINDS, there));
            return Optional.empty();
        }
        Optional<Check> check = CheckReader.kind(there.getFirst(), m.map(there.getFirst()), known);
        Map<String, JourneyCheck.Save> saves = saves(m.map("save"), there.getFirst(), saving);
        known.saved(saves.keySet());
        Duration every = m.duration("every", EVERY);
        if (every.toMillis() < 50) {
            m.required("every").problem("at most every 50ms");
        }
        return check.filter(Asking.class::isInstance)
                .map(c ->
                        new JourneyCheck.Step(
                                m.text("name", there.getFirst() + "-" + number),
                                (Asking) c,
                                saves,
                                m.duration("wait", Duration.ZERO),
                                every));
    }

    private static Map<String, JourneyCheck.Save> saves(YamlMap m, String kind, boolean saving) {
        Map<String, JourneyCheck.Save> saves = new LinkedHashMap<>();
        m.entries()
                .forEach((name, v) -> {
                    if (!saving || !kind.equals("http")) {
                        m.key(name).problem("only an http step of the way saves values");
                    }
                    if (!name.matches("[a-z][a-z0-9-]{0,62}") || Given.factNames().contains(name)) {
                        m.key(name).problem("'%s' is no free name".formatted(name));
                    }
                    save(v).ifPresent(s -> saves.put(name, s));
                });
        return saves;
    }

    private static Optional<JourneyCheck.Save> save(YamlValue v) {
        if (!v.isMap()) {
            JsonPath path = HttpReader.path(v);
            return path == null ? Optional.empty() : Optional.of(new JourneyCheck.FromJson(path));
        }
        YamlMap m = v.map().only("header", "matches");
        if (m.has("header")) {
            return Optional.of(
                    new JourneyCheck.FromHeader(m.text("header").toLowerCase(Locale.ROOT)));
        }
        Pattern pattern = BoundReader.pattern(m.required("matches"));
        return pattern == null ? Optional.empty() : Optional.of(new JourneyCheck.FromBody(pattern));
    }
}
