package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.CheckSpec;
import dev.holdfast.verifier.domain.stage.Criterion;
import dev.holdfast.verifier.domain.stage.Polling;
import dev.holdfast.verifier.domain.stage.Stage;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Reads one stage of `checks.yml`.
final class StageReader {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration SHORTEST_EVERY = Duration.ofMillis(100);
    private static final double BACKOFF = 1.5;
    private static final int SLOWEST = 5;

    /// The stage that is run when an incident opens.
    private static final String ASSESSMENT = "assessment";

    private static final Duration LONGEST_ASSESSMENT = Duration.ofSeconds(30);

    private StageReader() {}

    /// What a stage gives to each of its checks that says nothing else.
    private record Pace(
            Duration every,
            double backoff,
            @Nullable Duration slowest,
            Duration hold,
            @Nullable Duration failAfter) {
        static final Pace DEFAULT = new Pace(EVERY, BACKOFF, null, Duration.ZERO, null);

        Criterion of(CheckSpec check, boolean required) {
            Duration own = check.every() == null ? every : check.every();
            Duration most = slowest == null ? own.multipliedBy(SLOWEST) : slowest;
            return new Criterion(
                    check.name(),
                    required,
                    check.hold() == null ? hold : check.hold(),
                    check.failAfter() == null ? failAfter : check.failAfter(),
                    check.timeout(),
                    new Polling(own, backoff, most.compareTo(own) < 0 ? own : most),
                    check.weight());
        }
    }

    /// One check alone, for whoever asks for it by its name.
    static Stage single(CheckSpec check) {
        List<Criterion> only = List.of(Pace.DEFAULT.of(check, true));
        return new Stage(check.name(), only, Checks.SINGLE_WINDOW, true, null);
    }

    /// @param written the checks as they stand in the file, `read` those that could be read
    static Stage read(
            String name, YamlMap m, Map<String, YamlValue> written, Map<String, CheckSpec> read) {
        m.only(
                "window",
                "every",
                "backoff",
                "slowest",
                "hold",
                "fail-after",
                "early-success",
                "required",
                "advisory",
                "score",
                "variables",
                "description");
        YamlValue windowValue = m.required("window");
        Duration window = windowValue.duration();
        if (m.has("window") && window.isZero()) {
            windowValue.problem("a window of 0s has room for no check");
        }
        List<Criterion> criteria = criteria(m, window, written, read);
        if (m.list("required").isEmpty()) {
            m.self()
                    .problem(
                            "stage '%s' requires no check, so it could never pass".formatted(name));
        }
        if (name.equals(ASSESSMENT)) {
            onlyLooks(m, window, read);
        }
        return new Stage(name, criteria, window, m.flag("early-success", true), score(m));
    }

    private static List<Criterion> criteria(
            YamlMap m,
            Duration window,
            Map<String, YamlValue> written,
            Map<String, CheckSpec> read) {
        Pace pace = pace(m);
        List<Criterion> criteria = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (boolean required : new boolean[] {true, false}) {
            for (YamlValue v : m.list(required ? "required" : "advisory")) {
                if (!written.containsKey(v.text())) {
                    v.problem(
                            "no check is called '%s'%s"
                                    .formatted(
                                            v.text(),
                                            NearestName.hint(v.text(), written.keySet())));
                } else if (!seen.add(v.text())) {
                    v.problem("'%s' stands in this stage twice".formatted(v.text()));
                } else if (read.containsKey(v.text())) {
                    Criterion c = pace.of(Objects.requireNonNull(read.get(v.text())), required);
                    fits(c, window, v);
                    criteria.add(c);
                }
            }
        }
        return criteria;
    }

    /// An assessment runs while things are broken, and others wait for it.
    private static void onlyLooks(YamlMap m, Duration window, Map<String, CheckSpec> read) {
        if (window.compareTo(LONGEST_ASSESSMENT) > 0) {
            m.required("window")
                    .problem(
                            "an assessment takes at most %s"
                                    .formatted(Durations.show(LONGEST_ASSESSMENT)));
        }
        for (String key : List.of("required", "advisory")) {
            for (YamlValue v : m.list(key)) {
                CheckSpec spec = read.get(v.text());
                if (spec != null && spec.check().touches()) {
                    v.problem(
                            "an assessment only looks, and '%s' may change something"
                                    .formatted(v.text()));
                }
            }
        }
    }

    /// Variables of the pack that the stage sets otherwise.
    static Map<String, String> variables(YamlMap m, Known known) {
        Map<String, String> out = new LinkedHashMap<>();
        YamlMap variables = m.map("variables");
        variables
                .entries()
                .forEach((name, v) -> {
                    if (known.settings().stream().noneMatch(s -> s.values().containsKey(name))) {
                        variables
                                .key(name)
                                .problem(
                                        "'%s' is no variable of the pack, so nothing would change"
                                                .formatted(name));
                    }
                    if (known.verificationFacts(v.text())) {
                        v.problem("only the pack's variables can be used here");
                    } else if (!known.missing(v, v.text())) {
                        Apart.value(name, v, known);
                    }
                    out.put(name, v.text());
                });
        return out;
    }

    private static Pace pace(YamlMap m) {
        Duration every = m.duration("every", EVERY);
        if (every.compareTo(SHORTEST_EVERY) < 0) {
            m.required("every").problem("checks are asked at most every 100ms");
            every = EVERY;
        }
        double backoff = m.number("backoff", BACKOFF);
        if (!(backoff >= 1 && backoff <= 10)) {
            m.required("backoff").problem("a backoff is from 1 to 10");
            backoff = BACKOFF;
        }
        return new Pace(
                every,
                backoff,
                CheckReader.duration(m, "slowest"),
                m.duration("hold", Duration.ZERO),
                CheckReader.duration(m, "fail-after"));
    }

    /// A hold that no window has room for could never pass.
    private static void fits(Criterion c, Duration window, YamlValue place) {
        if (c.hold().compareTo(window) >= 0 && !window.isZero()) {
            place.problem(
                    "'%s' must hold for %s, but the window is only %s"
                            .formatted(
                                    c.check(), Durations.show(c.hold()), Durations.show(window)));
        }
        if (!c.hold().isZero() && c.hold().compareTo(c.polling().every()) < 0) {
            place.problem(
                    "'%s' is asked every %s, so a hold of %s would rest on a single answer"
                            .formatted(
                                    c.check(),
                                    Durations.show(c.polling().every()),
                                    Durations.show(c.hold())));
        }
    }

    private static @Nullable Double score(YamlMap m) {
        YamlValue v = m.optional("score").orElse(null);
        if (v == null) {
            return null;
        }
        double score = v.number();
        if (!(score >= 0 && score <= 1)) {
            v.problem("a score is from 0 to 1");
        }
        return score;
    }
}
