package dev.holdfast.notifier.domain.plan;

import dev.holdfast.notifier.domain.plan.Address.LogAddress;
import dev.holdfast.notifier.domain.report.Targets;
import dev.holdfast.notifier.domain.route.Audience;
import dev.holdfast.notifier.domain.route.Escalation;
import dev.holdfast.notifier.domain.route.Matcher;
import dev.holdfast.notifier.domain.route.Meeting;
import dev.holdfast.notifier.domain.route.Muting;
import dev.holdfast.notifier.domain.route.Rotation;
import dev.holdfast.notifier.domain.route.Route;
import dev.holdfast.notifier.domain.template.Wording;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// All that `notifications.yml` says for one environment.
///
/// @param nextUpdate the promised time to the next update of an open incident
/// @param meeting how post-mortems are held, null where there are none
public record NotificationPlan(
        Duration nextUpdate,
        Map<String, ChannelSpec> channels,
        Route route,
        Muting muting,
        Wording wording,
        Rotation onCall,
        Escalation escalation,
        @Nullable Meeting meeting,
        Targets targets) {
    static final Duration NEXT_UPDATE = Duration.ofMinutes(15);
    static final Duration OLD_AFTER = Duration.ofHours(1);
    static final Duration REPEAT = Duration.ofMinutes(5);
    static final Duration GIVE_UP = Duration.ofDays(1);
    static final Duration FALL_BACK = Duration.ofMinutes(2);

    /// The channel that is always there where a pack names none.
    public static final String LOG = "log";

    public NotificationPlan {
        channels = Map.copyOf(channels);
    }

    /// Without a pack, or where it says nothing: all of it to the log, drills too.
    public static NotificationPlan standard() {
        return new NotificationPlan(
                NEXT_UPDATE,
                Map.of(
                        LOG,
                        new ChannelSpec(LOG, new LogAddress(), true, GIVE_UP, null, null, true)),
                root(List.of(LOG)),
                new Muting(List.of(), OLD_AFTER, List.of()),
                new Wording(Map.of()),
                Rotation.NOBODY,
                Escalation.NONE,
                null,
                Targets.STANDARD);
    }

    public @Nullable ChannelSpec channel(String name) {
        return channels.get(name);
    }

    static Route root(List<String> channels) {
        return new Route(
                Matcher.ANY, channels, Audience.ENGINEERS, Duration.ZERO, REPEAT, false, List.of());
    }
}
