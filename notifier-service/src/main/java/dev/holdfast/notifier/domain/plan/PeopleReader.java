package dev.holdfast.notifier.domain.plan;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.PackManifest.Person;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.notifier.domain.route.Audience;
import dev.holdfast.notifier.domain.route.Escalation;
import dev.holdfast.notifier.domain.route.Escalation.Level;
import dev.holdfast.notifier.domain.route.Meeting;
import dev.holdfast.notifier.domain.route.Quiet;
import dev.holdfast.notifier.domain.route.Rotation;
import dev.holdfast.notifier.domain.route.Rotation.OnCall;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads when people are to be left in peace, who is on call, who is called next, and when a
/// post-mortem is held.
final class PeopleReader {
    private static final Duration TURN = Duration.ofDays(7);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LATEST = Duration.ofDays(1);

    private final Routes routes;
    private final Map<String, Person> people;

    PeopleReader(Routes routes, List<Person> people) {
        this.routes = routes;
        this.people =
                people.stream()
                        .collect(Collectors.toMap(Person::name, Function.identity(), (a, _) -> a));
    }

    Quiet quiet(YamlMap m) {
        m.only("from", "to", "zone", "unless");
        return new Quiet(
                time(m.required("from")),
                time(m.required("to")),
                zone(m),
                m.has("unless") ? routes.matcher(m.map("unless")) : routes.urgent());
    }

    Rotation onCall(YamlMap m) {
        m.only("from", "turn", "people");
        Duration turn = m.duration("turn", TURN);
        if (!turn.isPositive()) {
            m.required("turn").problem("a turn lasts longer than nothing");
            return Rotation.NOBODY;
        }
        List<OnCall> turns = new ArrayList<>();
        for (YamlValue v : m.list("people")) {
            Person person = people.get(v.text());
            if (person == null) {
                v.problem(
                        "'%s' is none of the people of pack.yml%s"
                                .formatted(v.text(), NearestName.hint(v.text(), people.keySet())));
            } else {
                String mail = person.email();
                turns.add(new OnCall(person.name(), mail == null ? "" : mail));
            }
        }
        return new Rotation(turns, Routes.time(m.required("from")), turn);
    }

    Escalation escalation(YamlMap m) {
        m.only("match", "levels");
        List<Level> levels = new ArrayList<>();
        Duration before = Duration.ZERO;
        for (YamlValue v : m.list("levels")) {
            YamlMap level = v.map().only("after", "channels", "audience");
            Duration after = level.duration("after", Duration.ZERO);
            if (after.compareTo(before) < 0 || after.compareTo(LATEST) > 0) {
                level.self().problem("a level comes after the one before, and within a day");
            }
            before = after;
            levels.add(
                    new Level(
                            after,
                            routes.channels(level),
                            level.optional("audience")
                                    .map(a -> a.oneOf(Audience.class))
                                    .orElse(Audience.ENGINEERS)));
        }
        if (levels.size() > Escalation.MOST) {
            m.self().problem("there are at most %d levels".formatted(Escalation.MOST));
        }
        return new Escalation(routes.matcher(m.map("match")), levels);
    }

    Meeting meeting(YamlMap m) {
        m.only("match", "days", "at", "zone", "length", "channels", "invite");
        return new Meeting(
                routes.matcher(m.map("match")),
                Math.toIntExact(m.whole("days", 0, 30, 2)),
                m.optional("at").map(PeopleReader::time).orElse(LocalTime.of(10, 0)),
                zone(m),
                m.duration("length", HOUR),
                routes.channels(m),
                m.texts("invite"));
    }

    private static LocalTime time(YamlValue v) {
        try {
            return LocalTime.parse(v.text());
        } catch (DateTimeException _) {
            v.problem("expected a time of day such as \"22:00\", got '%s'".formatted(v.text()));
            return LocalTime.MIDNIGHT;
        }
    }

    private static ZoneId zone(YamlMap m) {
        String name = m.text("zone", "UTC");
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            m.required("zone")
                    .problem("'%s' is no time zone, such as Europe/Berlin".formatted(name));
            return ZoneOffset.UTC;
        }
    }
}
