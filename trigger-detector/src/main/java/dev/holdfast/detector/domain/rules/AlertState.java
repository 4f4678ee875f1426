package dev.holdfast.detector.domain.rules;

/// Where one alert stands. Times are event time, milliseconds.
///
///     Inactive ──seen──▶ Pending ──seen for `for`──▶ Firing ──gone──▶ Keeping ──gone for `keep_firing_for`──▶ Inactive
///        ▲                  │                          │  ▲──────seen──────┘
///        └──────gone────────┘◀──gone, nothing to keep──┘
///
/// What cannot be seen at all (no data) changes nothing.
public sealed interface AlertState {

    /// What an evaluation saw of the alert.
    enum Sight {
        SEEN,
        GONE,
        NO_DATA
    }

    record Inactive() implements AlertState {}

    record Pending(long since) implements AlertState {}

    record Firing(long since) implements AlertState {}

    record Keeping(long since, long goneAt) implements AlertState {}

    /// The state after an evaluation at `now`; `hold` and `keep` are `for` and `keep_firing_for`.
    static AlertState after(AlertState state, Sight sight, long now, long hold, long keep) {
        return switch (sight) {
            case NO_DATA -> state;
            case SEEN ->
                    switch (state) {
                        case Inactive _ -> hold <= 0 ? new Firing(now) : new Pending(now);
                        case Pending(long since) -> now - since >= hold ? new Firing(since) : state;
                        case Firing _ -> state;
                        case Keeping(long since, long _) -> new Firing(since);
                    };
            case GONE ->
                    switch (state) {
                        case Inactive _, Pending _ -> new Inactive();
                        case Firing(long since) ->
                                keep > 0 ? new Keeping(since, now) : new Inactive();
                        case Keeping(long _, long goneAt) ->
                                now - goneAt < keep ? state : new Inactive();
                    };
        };
    }

    default boolean firing() {
        return switch (this) {
            case Firing _, Keeping _ -> true;
            case Inactive _, Pending _ -> false;
        };
    }

    /// Since when the condition holds; the end of time where it does not.
    default long activeSince() {
        return switch (this) {
            case Inactive _ -> Long.MAX_VALUE;
            case Pending(long since) -> since;
            case Firing(long since) -> since;
            case Keeping(long since, long _) -> since;
        };
    }

    /// When the state changes by time alone; the end of time where it does not.
    default long deadline(long hold, long keep) {
        return switch (this) {
            case Inactive _, Firing _ -> Long.MAX_VALUE;
            case Pending(long since) -> since + hold;
            case Keeping(long _, long goneAt) -> goneAt + keep;
        };
    }
}
