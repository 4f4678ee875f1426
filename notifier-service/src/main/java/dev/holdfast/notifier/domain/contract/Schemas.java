package dev.holdfast.notifier.domain.contract;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON Schema (2020-12) of a record, as its JSON is: times and durations as ISO 8601 texts, enums by
/// name, and members that may be null are not required.
public final class Schemas {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private Schemas() {}

    /// The whole schema of a type on its own. Unknown members are allowed: a newer writer may add some.
    public static Map<String, Object> document(String id, Class<?> type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", DIALECT);
        schema.put("$id", id);
        schema.put("title", type.getSimpleName());
        schema.putAll(of(type));
        return schema;
    }

    static Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType p) {
            return generic((Class<?>) p.getRawType(), p.getActualTypeArguments());
        }
        Class<?> c = (Class<?>) type;
        if (c.isRecord()) {
            return object(c);
        }
        if (c.isEnum()) {
            return Map.of(
                    "type",
                    "string",
                    "enum",
                    Arrays.stream(c.getEnumConstants()).map(Object::toString).toList());
        }
        return simple(c);
    }

    private static Map<String, Object> object(Class<?> record) {
        Map<String, Object> properties = new LinkedHashMap<>();
        RecordComponent[] components = record.getRecordComponents();
        for (RecordComponent c : components) {
            properties.put(c.getName(), of(c.getGenericType()));
        }
        List<String> required =
                Arrays.stream(components)
                        .filter(c -> !nullable(c))
                        .map(RecordComponent::getName)
                        .toList();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        return schema;
    }

    private static boolean nullable(RecordComponent c) {
        return c.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static Map<String, Object> generic(Class<?> raw, Type[] arguments) {
        if (Collection.class.isAssignableFrom(raw)) {
            return Map.of("type", "array", "items", of(arguments[0]));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return Map.of("type", "object", "additionalProperties", of(arguments[1]));
        }
        return Map.of();
    }

    private static Map<String, Object> simple(Class<?> c) {
        if (c == Instant.class) {
            return Map.of("type", "string", "format", "date-time");
        }
        if (c == Duration.class) {
            return Map.of("type", "string", "format", "duration");
        }
        if (c == boolean.class || c == Boolean.class) {
            return Map.of("type", "boolean");
        }
        if (c == int.class || c == long.class || c == Integer.class || c == Long.class) {
            return Map.of("type", "integer");
        }
        if (c == double.class || c == Double.class) {
            // What is no finite number is written as a text.
            return Map.of("type", List.of("number", "string"));
        }
        return c == String.class ? Map.of("type", "string") : Map.of();
    }
}
