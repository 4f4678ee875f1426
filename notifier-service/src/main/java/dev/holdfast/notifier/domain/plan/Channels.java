package dev.holdfast.notifier.domain.plan;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads the channels of a pack.
final class Channels {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Addresses addresses;
    private final PeopleReader people;

    Channels(Addresses addresses, PeopleReader people) {
        this.addresses = addresses;
        this.people = people;
    }

    Map<String, ChannelSpec> read(YamlMap all) {
        Map<String, ChannelSpec> specs = new LinkedHashMap<>();
        all.entries()
                .forEach((name, v) -> {
                    if (!NAME.matcher(name).matches()) {
                        all.key(name)
                                .problem(
                                        "'%s' is no name for a channel: use lower-case letters, digits and '-'"
                                                .formatted(name));
                    }
                    specs.put(name, channel(name, v.map()));
                });
        all.entries().forEach((name, v) -> fallback(name, v.map(), specs));
        return specs;
    }

    private ChannelSpec channel(String name, YamlMap m) {
        List<String> keys =
                new ArrayList<>(
                        List.of("kind", "drills", "give-up", "fallback", "quiet", "drafts"));
        keys.addAll(Addresses.keys(m.text("kind", "log")));
        m.only(keys.toArray(String[]::new));
        // Whoever names somebody to be told instead wants them told while it still matters.
        Duration usual = m.has("fallback") ? NotificationPlan.FALL_BACK : NotificationPlan.GIVE_UP;
        Duration giveUp = m.duration("give-up", usual);
        if (giveUp.compareTo(NotificationPlan.GIVE_UP) > 0 || giveUp.isZero()) {
            m.required("give-up")
                    .problem("giving up is between 1ms and 1d after the first attempt");
        }
        return new ChannelSpec(
                name,
                addresses.read(m),
                m.flag("drills", false),
                giveUp,
                m.textOrNull("fallback"),
                m.has("quiet") ? people.quiet(m.map("quiet")) : null,
                m.flag("drafts", true));
    }

    private static void fallback(String name, YamlMap m, Map<String, ChannelSpec> specs) {
        m.optional("fallback").ifPresent(v -> known(name, v, specs));
    }

    private static void known(String name, YamlValue v, Map<String, ChannelSpec> specs) {
        if (v.text().equals(name)) {
            v.problem("a channel cannot be its own fallback");
        } else if (!specs.containsKey(v.text())) {
            v.problem(
                    "'%s' is no channel%s"
                            .formatted(v.text(), NearestName.hint(v.text(), specs.keySet())));
        }
    }
}
