package dev.holdfast.decision.domain.policy;

import java.time.Duration;
import java.util.List;

/// What keeps Holdfast from running away.
///
/// @param coolDown after an order for the same system and environment; next tries of one incident
///     are exempt
/// @param perSystem orders for one system and environment within `within`
/// @param perFleet orders over all systems within `within`
/// @param perIncident orders that one incident may give
/// @param share which part of the fleet may be rolled back at the same time, above 0 and at most 1;
///     one system always may
/// @param notAgain how long a release that was rolled away from is no target
public record LimitPolicy(
        Duration coolDown,
        int perSystem,
        int perFleet,
        Duration within,
        int perIncident,
        Duration notAgain,
        double share,
        List<Freeze> freezes) {
    public static final LimitPolicy DEFAULT =
            new LimitPolicy(
                    Duration.ofMinutes(15),
                    3,
                    10,
                    Duration.ofHours(24),
                    3,
                    Duration.ofDays(7),
                    1.0,
                    List.of());

    public LimitPolicy {
        freezes = List.copyOf(freezes);
    }
}
