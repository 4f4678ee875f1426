package dev.holdfast.verifier.domain.file;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.Bound;
import dev.holdfast.verifier.domain.check.Expectation;
import dev.holdfast.verifier.domain.check.Relation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads what a value must be: `equals`, `below`, … with a constant or a value measured before.
final class BoundReader {
    /// Keys of a bound, as they are written.
    static final List<String> KEYS =
            List.of("equals", "not-equals", "below", "above", "at-most", "at-least");

    private BoundReader() {}

    /// Exactly one of the keys; nothing there is reported at `m`, and empty comes instead.
    static Optional<Bound> one(YamlMap m, Known known) {
        List<String> there = KEYS.stream().filter(m::has).toList();
        if (there.size() == 1) {
            return Optional.of(bound(there.getFirst(), m.required(there.getFirst()), known));
        }
        if (there.isEmpty()) {
            m.self().problem("one of %s is missing here".formatted(String.join(", ", KEYS)));
        } else {
            m.key(there.get(1)).problem("only one of %s can be judged".formatted(there));
        }
        return Optional.empty();
    }

    private static Bound bound(String key, YamlValue v, Known known) {
        Relation relation = Relation.valueOf(key.replace('-', '_').toUpperCase(Locale.ROOT));
        if (v.isMap()) {
            return new Bound(relation, snapshot(v.map(), known));
        }
        String text = known.template(v);
        if (relation != Relation.EQUALS
                && relation != Relation.NOT_EQUALS
                && !text.contains("${")) {
            v.number(); // reports what is none
        }
        return new Bound(relation, new Bound.Constant(text));
    }

    private static Bound.Limit snapshot(YamlMap m, Known known) {
        m.only("snapshot", "baseline", "tolerance", "times");
        String key = m.has("baseline") ? "baseline" : "snapshot";
        YamlValue name = m.required(key);
        known.snapshot(name);
        double times = m.number("times", 1);
        if (!(times > 0 && times <= 1_000_000)) {
            m.required("times").problem("expected a factor such as 1.5");
        }
        return new Bound.Snapshotted(
                name.text(),
                m.optional("tolerance").map(BoundReader::part).orElse(0.0),
                times,
                key.equals("baseline"));
    }

    /// `1%` or `0.01`.
    static double part(YamlValue v) {
        String text = v.text().strip();
        boolean percent = text.endsWith("%");
        try {
            double number =
                    Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
            double part = percent ? number / 100 : number;
            if (part >= 0 && part <= 1) {
                return part;
            }
        } catch (NumberFormatException _) {
            // reported below
        }
        v.problem("expected a part such as 1%% or 0.01, got '%s'".formatted(text));
        return 0;
    }

    /// A plain value must be equal; keys say more.
    static Optional<Expectation> expectation(YamlValue v, Known known) {
        if (!v.isMap()) {
            String text = known.template(v);
            return Optional.of(
                    new Expectation.Compares(new Bound(Relation.EQUALS, new Bound.Constant(text))));
        }
        YamlMap m = v.map();
        List<String> keys = new ArrayList<>(KEYS);
        keys.addAll(List.of("matches", "exists"));
        m.only(keys.toArray(String[]::new));
        if (m.has("matches")) {
            Pattern pattern = pattern(m.required("matches"));
            return pattern == null
                    ? Optional.empty()
                    : Optional.of(new Expectation.Matches(pattern));
        }
        return m.has("exists")
                ? Optional.of(new Expectation.Exists(m.flag("exists", true)))
                : one(m, known).map(Expectation.Compares::new);
    }

    static @Nullable Pattern pattern(YamlValue v) {
        try {
            return Pattern.compile(v.text());
        } catch (PatternSyntaxException e) {
            v.problem(
                    "not a regular expression (RE2): %s: '%s'"
                            .formatted(e.getDescription(), e.getPattern()));
            return null;
        }
    }
}
