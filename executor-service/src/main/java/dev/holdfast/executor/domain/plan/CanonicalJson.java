package dev.holdfast.executor.domain.plan;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// JSON of exactly one form for equal values, as RFC 8785 writes it: members sorted, no white space.
/// It knows maps, collections, texts, whole numbers, booleans and null, which is all a plan holds.
final class CanonicalJson {
    private final StringBuilder out = new StringBuilder();

    private CanonicalJson() {}

    static String of(@Nullable Object value) {
        CanonicalJson json = new CanonicalJson();
        json.write(value);
        return json.out.toString();
    }

    private void write(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Boolean b -> out.append(b);
            case Integer n -> out.append(n);
            case Long n -> out.append(n);
            case Map<?, ?> m -> object(m);
            case Collection<?> c -> array(c);
            default -> text(value.toString());
        }
    }

    private void object(Map<?, ?> map) {
        TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((k, v) -> sorted.put(k.toString(), v));
        String between = "{";
        for (Map.Entry<String, @Nullable Object> e : sorted.entrySet()) {
            out.append(between);
            text(e.getKey());
            out.append(':');
            write(e.getValue());
            between = ",";
        }
        out.append(sorted.isEmpty() ? "{}" : "}");
    }

    private void array(Collection<?> items) {
        String between = "[";
        for (Object item : items) {
            out.append(between);
            write(item);
            between = ",";
        }
        out.append(items.isEmpty() ? "[]" : "]");
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> out.append(c < 0x20 ? "\\u%04x".formatted((int) c) : c);
            }
        }
        out.append('"');
    }
}
