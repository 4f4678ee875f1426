package dev.holdfast.backbone.drill;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One scenario of a pack's `drills.yml`.
///
/// @param kind planned, emergency, partial, data, dependency, dark, migration, flapping, absent, executor-dies
/// @param component what the bad release belongs to
/// @param release announced as deployed around the first deed; null when nothing is deployed
/// @param changes what that release changed, such as `code,migration`
/// @param does in order
/// @param people how people answer when asked; nobody answers where the list is used up
/// @param targets at the team's own pace, not the lab's
/// @param patience after which the drill ends however it stands
public record Drill(
        String name,
        String title,
        String kind,
        String component,
        @Nullable String release,
        String changes,
        List<Deed> does,
        List<Reply> people,
        Expectation expect,
        Map<Phase, Duration> targets,
        Duration patience) {}
