package dev.holdfast.backbone.events;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The name of each event on the wire: `TriggerRaised` is `dev.holdfast.trigger.raised.v1`.
public final class EventTypes {
    private static final String PREFIX = "dev.holdfast.";
    private static final String SUFFIX = ".v1";
    private static final Map<Class<?>, String> NAMES = new LinkedHashMap<>();
    private static final Map<String, Class<? extends Event>> CLASSES = new LinkedHashMap<>();

    static {
        collect(Event.class);
    }

    private EventTypes() {}

    /// The `ce_type` of an event.
    public static String of(Event event) {
        return of(event.getClass());
    }

    public static String of(Class<? extends Event> type) {
        String name = NAMES.get(type);
        if (name == null) {
            throw new IllegalArgumentException(type + " is not an event record");
        }
        return name;
    }

    /// The short name people read, such as `trigger.raised`.
    public static String brief(Event event) {
        String type = of(event);
        return type.substring(PREFIX.length(), type.length() - SUFFIX.length());
    }

    public static Optional<Class<? extends Event>> named(String type) {
        return Optional.ofNullable(CLASSES.get(type));
    }

    /// All of them, by their wire name.
    public static Map<String, Class<? extends Event>> all() {
        return Map.copyOf(CLASSES);
    }

    private static void collect(Class<?> family) {
        for (Class<?> member : family.getPermittedSubclasses()) {
            if (member.isSealed()) {
                collect(member);
            } else {
                String name = PREFIX + dotted(member.getSimpleName()) + SUFFIX;
                NAMES.put(member, name);
                CLASSES.put(name, member.asSubclass(Event.class));
            }
        }
    }

    private static String dotted(String camel) {
        return camel.replaceAll("(?<=.)(?=[A-Z])", ".").toLowerCase(Locale.ROOT);
    }
}
