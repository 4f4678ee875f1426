package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What differs between two states of one object, a line a place, for people. What a Secret or a
/// ConfigMap holds, and the value of an environment variable, is never shown, only where it differs.
final class Difference {
    private static final int LINES = 20;
    private static final int SHOWN = 60;

    /// Where an environment variable, or what holds some, begins.
    private static final Pattern SECRET =
            Pattern.compile(
                    "/env(/\\d+(/value)?)?$|/(containers|initContainers|ephemeralContainers)(/\\d+)?$");

    private final boolean all;
    private final List<String> lines = new ArrayList<>();

    private Difference(boolean veiled) {
        this.all = veiled;
    }

    /// Empty when they are the same; at most 20 lines and one that counts the rest.
    static List<String> of(JsonNode before, JsonNode after, boolean veiled) {
        Difference difference = new Difference(veiled);
        difference.compare("", before, after);
        List<String> all = difference.lines;
        if (all.size() <= LINES) {
            return List.copyOf(all);
        }
        List<String> first = new ArrayList<>(all.subList(0, LINES));
        first.add("… and %d more".formatted(all.size() - LINES));
        return first;
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(n -> compare(path + "/" + n, before.path(n), after.path(n)));
        } else if (before.isArray() && after.isArray()) {
            int most = Math.max(before.size(), after.size());
            for (int i = 0; i < most; i++) {
                compare(path + "/" + i, before.path(i), after.path(i));
            }
        } else {
            lines.add(line(path, before, after));
        }
    }

    private String line(String path, JsonNode before, JsonNode after) {
        boolean veiled =
                all
                        || SECRET.matcher(path).find()
                        || before.findValue("env") != null
                        || after.findValue("env") != null;
        if (before.isMissingNode()) {
            return path + " added" + (veiled ? "" : ": " + brief(after));
        }
        if (after.isMissingNode()) {
            return path + " removed" + (veiled ? "" : ": " + brief(before));
        }
        return veiled
                ? path + " changed"
                : "%s: %s → %s".formatted(path, brief(before), brief(after));
    }

    private static String brief(JsonNode node) {
        String text = node.isValueNode() ? node.asText() : node.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
