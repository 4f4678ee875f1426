package dev.holdfast.backbone.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One system in one environment: what is rolled back as one, and the key of every topic we write.
///
/// A drill has a scope of its own, `system/environment~drill`, so that nothing of it mixes with the
/// real one. The environment `*` stands for the whole system; only events about packs carry it.
public record Scope(String system, String environment, @Nullable String drill) {
    private static final Pattern KEY =
            Pattern.compile(
                    "([a-z0-9][a-z0-9-]{0,62})/([a-z0-9][a-z0-9-]{0,62}|\\*)"
                            + "(?:~([a-z0-9][a-z0-9-]{0,62}))?");

    public Scope {
        String key = key(system, environment, drill);
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no system/environment: use lower-case letters, digits and '-'"
                            .formatted(key));
        }
    }

    public static Scope of(String system, String environment) {
        return new Scope(system, environment, null);
    }

    /// The scope of events about the pack of a whole system.
    public static Scope pack(String system) {
        return new Scope(system, "*", null);
    }

    /// Whether [#parse] can read it.
    public static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    /// Reads a key as [#key] writes it; throws `IllegalArgumentException` for anything else.
    @JsonCreator
    public static Scope parse(String key) {
        Matcher m = KEY.matcher(key);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no system/environment: use lower-case letters, digits and '-'"
                            .formatted(key));
        }
        return new Scope(m.group(1), m.group(2), m.group(3));
    }

    @JsonValue
    public String key() {
        return key(system, environment, drill);
    }

    private static String key(String system, String environment, @Nullable String drill) {
        return system + "/" + environment + (drill == null ? "" : "~" + drill);
    }

    @Override
    public String toString() {
        return key();
    }
}
