package dev.holdfast.notifier.domain.plan;

import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.notifier.domain.news.Occasion;
import dev.holdfast.notifier.domain.route.Audience;
import dev.holdfast.notifier.domain.route.Inhibition;
import dev.holdfast.notifier.domain.route.Matcher;
import dev.holdfast.notifier.domain.route.Matcher.Attribute;
import dev.holdfast.notifier.domain.route.Route;
import dev.holdfast.notifier.domain.route.Silence;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads the tree of routes and the silences.
///
/// @param channels the names there are
record Routes(String system, Set<String> environments, Set<String> channels) {
    /// Deeper trees are a mistake.
    private static final int DEEPEST = 10;

    Route root(YamlMap m) {
        return route(m, NotificationPlan.root(List.of()), 0);
    }

    Silence silence(YamlMap m) {
        m.only("match", "from", "until", "by", "reason");
        Instant from = m.optional("from").map(Routes::time).orElse(Instant.EPOCH);
        YamlValue end = m.required("until");
        Instant until = time(end);
        if (!until.isAfter(from) && !end.isNothing()) {
            end.problem("a silence ends after it begins");
        }
        return new Silence(
                "", matcher(m.map("match")), from, until, m.text("by"), m.text("reason"));
    }

    private Route route(YamlMap m, Route parent, int depth) {
        m.only("match", "channels", "audience", "group", "repeat", "continue", "routes");
        if (depth > DEEPEST) {
            m.self().problem("routes lie at most %d deep".formatted(DEEPEST));
            return parent;
        }
        List<String> named = channels(m);
        List<String> told = m.has("channels") ? named : parent.channels();
        Route self =
                new Route(
                        depth == 0 ? Matcher.ANY : matcher(m.map("match")),
                        told,
                        m.optional("audience")
                                .map(v -> v.oneOf(Audience.class))
                                .orElse(parent.audience()),
                        m.duration("group", parent.group()),
                        m.duration("repeat", parent.repeat()),
                        m.flag("continue", false),
                        List.of());
        if (depth == 0 && m.has("match")) {
            m.key("match").problem("the root takes everything: put 'match' under 'routes'");
        }
        List<Route> children = new ArrayList<>();
        for (YamlValue child : m.list("routes")) {
            children.add(route(child.map(), self, depth + 1));
        }
        return new Route(
                self.match(),
                told,
                self.audience(),
                self.group(),
                self.repeat(),
                self.goOn(),
                children);
    }

    /// The channels named here; unknown ones are reported.
    List<String> channels(YamlMap m) {
        m.list("channels").forEach(v -> known(v, "channel", channels));
        return m.texts("channels");
    }

    Inhibition inhibition(YamlMap m) {
        m.only("while", "mute");
        m.required("while");
        m.required("mute");
        return new Inhibition(matcher(m.map("while")), matcher(m.map("mute")));
    }

    /// What cannot wait for the morning where a pack does not say it.
    Matcher urgent() {
        return new Matcher(Map.of(Attribute.SEVERITY, Set.of("P0", "P1")));
    }

    Matcher matcher(YamlMap m) {
        m.only(
                Arrays.stream(Attribute.values())
                        .map(a -> a.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new));
        Map<Attribute, Set<String>> wanted = new EnumMap<>(Attribute.class);
        for (Attribute a : Attribute.values()) {
            m.optional(a.name().toLowerCase(Locale.ROOT))
                    .ifPresent(v -> {
                        v.list()
                                .forEach(i ->
                                        known(i, a.name().toLowerCase(Locale.ROOT), values(a)));
                        wanted.put(a, new HashSet<>(v.texts()));
                    });
        }
        return new Matcher(wanted);
    }

    private Collection<String> values(Attribute attribute) {
        return switch (attribute) {
            case SEVERITY -> Arrays.stream(Severity.values()).map(Severity::name).toList();
            case SYSTEM -> List.of(system);
            case ENVIRONMENT -> environments;
            case EVENT -> Occasion.names();
            case DRILL -> List.of("true", "false");
        };
    }

    private static void known(YamlValue v, String what, Collection<String> names) {
        if (!names.contains(v.text())) {
            v.problem(
                    "'%s' is no %s%s".formatted(v.text(), what, NearestName.hint(v.text(), names)));
        }
    }

    static Instant time(YamlValue v) {
        try {
            return v.isNothing() ? Instant.EPOCH : Instant.parse(v.text());
        } catch (DateTimeException _) {
            v.problem("expected a time such as 2026-11-20T20:00:00Z, got '%s'".formatted(v.text()));
            return Instant.EPOCH;
        }
    }
}
