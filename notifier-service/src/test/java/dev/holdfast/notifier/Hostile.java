package dev.holdfast.notifier;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.IncidentClosed;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.NotificationEvent;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.VerificationEvent;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One event of every kind about one incident, with the same text in every field that can hold one. A
/// kind that is new is in it by itself.
record Hostile(String incident, String text, Instant at) {
    /// They end it, stop everything, or belong to no incident.
    private static final Set<Class<?>> LEFT_OUT =
            Set.of(
                    IncidentOpened.class,
                    IncidentResolved.class,
                    IncidentClosed.class,
                    PackActivated.class,
                    PackAccepted.class,
                    PackRefused.class,
                    HaltChanged.class);

    static List<Event> everything(String incident, String text, Instant at) {
        Hostile hostile = new Hostile(incident, text, at);
        Set<Class<?>> kinds = new LinkedHashSet<>();
        for (Class<?> family :
                List.of(
                        IncidentEvent.class,
                        TriggerEvent.class,
                        RollbackEvent.class,
                        VerificationEvent.class,
                        NotificationEvent.class)) {
            collect(family, kinds);
        }
        kinds.removeAll(LEFT_OUT);
        List<Event> all = new ArrayList<>();
        all.add((Event) hostile.made(IncidentOpened.class));
        kinds.forEach(k -> all.add((Event) hostile.made(k)));
        return all;
    }

    private static void collect(Class<?> type, Set<Class<?>> kinds) {
        if (type.isRecord()) {
            kinds.add(type);
        } else {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted, kinds);
            }
        }
    }

    private Object made(Class<?> type) {
        try {
            RecordComponent[] parts = type.getRecordComponents();
            Class<?>[] types =
                    Arrays.stream(parts).map(RecordComponent::getType).toArray(Class[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(
                    Arrays.stream(parts)
                            .map(p -> value(p.getName(), p.getGenericType()))
                            .toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "%s cannot be made: %s".formatted(type, e.getCause()), e);
        }
    }

    private Object value(String name, Type generic) {
        Class<?> type =
                (Class<?>) (generic instanceof ParameterizedType p ? p.getRawType() : generic);
        if (type == String.class) {
            return name.equals("incident") ? incident : text;
        } else if (type == Instant.class) {
            return at;
        } else if (type == Duration.class) {
            return Duration.ofSeconds(5);
        } else if (type == int.class || type == Integer.class) {
            return 1;
        } else if (type == long.class || type == Long.class) {
            return 1L;
        } else if (type == double.class || type == Double.class) {
            return 0.5;
        } else if (type == boolean.class || type == Boolean.class) {
            return false;
        } else if (type == List.class) {
            return List.of(value(name, ((ParameterizedType) generic).getActualTypeArguments()[0]));
        } else if (type == Map.class) {
            return Map.of(text, text);
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return made(type);
    }
}
