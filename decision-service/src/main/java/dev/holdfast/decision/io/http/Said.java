package dev.holdfast.decision.io.http;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What people send, as JSON.
final class Said {
    private Said() {}

    /// @param planHash the plan that was read, for an approval
    record About(@Nullable String reason, @Nullable String planHash) {
        String why() {
            return reason == null ? "" : reason;
        }
    }

    record Fact(@Nullable String fact, @Nullable String value, @Nullable String reason) {}

    /// @param estimate such as `20m`
    record Fix(@Nullable String estimate, @Nullable String reason) {}

    record Note(@Nullable String text) {}

    record TaskAnswer(@Nullable String answer, @Nullable String note) {}

    /// @param step the step it is about, for `retry` and `skip`
    record AboutStep(@Nullable String reason, @Nullable String step) {}

    record Rollback(@Nullable String reason, @Nullable String component, @Nullable String to) {}

    record Held(@Nullable String component, @Nullable String version, @Nullable String reason) {}

    record OnDuty(
            @Nullable String role,
            @Nullable String person,
            @Nullable Instant until,
            @Nullable String reason) {}

    record ModeChange(@Nullable String mode, @Nullable String reason) {}

    record Plan(@Nullable String component, @Nullable String to) {}

    record Pack(java.util.@Nullable Map<String, String> files) {}

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
