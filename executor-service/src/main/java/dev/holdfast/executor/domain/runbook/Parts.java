package dev.holdfast.executor.domain.runbook;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A runbook may be made of others: `- runbook: NAME` stands for that one's steps, in their order.
/// Their names stay, so `${steps.NAME.OUTPUT}` means the same in the part and in the whole.
final class Parts {
    static final Parts NONE = new Parts(Map.of());

    private static final String KEY = "runbook";

    private final Map<String, YamlMap> byName;

    Parts(YamlMap runbooks) {
        this(maps(runbooks));
    }

    private Parts(Map<String, YamlMap> byName) {
        this.byName = byName;
    }

    private static Map<String, YamlMap> maps(YamlMap runbooks) {
        Map<String, YamlMap> byName = new LinkedHashMap<>();
        runbooks.entries().forEach((name, v) -> byName.put(name, v.map()));
        return byName;
    }

    YamlMap named(String name) {
        YamlMap map = byName.get(name);
        if (map == null) {
            throw new IllegalArgumentException("There is no runbook " + name);
        }
        return map;
    }

    /// Names of all that a runbook is made of, at any depth, without itself.
    Set<String> of(String name) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            for (YamlValue item : named(open.pop()).list("steps")) {
                String part = part(item);
                if (part != null && byName.containsKey(part) && found.add(part)) {
                    open.push(part);
                }
            }
        }
        found.remove(name);
        return found;
    }

    /// Its steps, with those of its parts where they stand.
    List<YamlValue> flattened(String name, YamlValue steps) {
        List<YamlValue> out = new ArrayList<>();
        flatten(steps.list(), out, new ArrayDeque<>(List.of(name)));
        return out;
    }

    private void flatten(List<YamlValue> items, List<YamlValue> out, Deque<String> path) {
        for (YamlValue item : items) {
            String part = part(item);
            if (part == null) {
                out.add(item);
                continue;
            }
            YamlValue named = item.map().only(KEY).required(KEY);
            YamlMap steps = byName.get(part);
            if (steps == null) {
                named.problem(
                        "the pack has no runbook '%s'%s"
                                .formatted(part, NearestName.hint(part, byName.keySet())));
            } else if (path.contains(part)) {
                named.problem("runbook '%s' would be a part of itself".formatted(part));
            } else {
                path.push(part);
                flatten(steps.list("steps"), out, path);
                path.pop();
            }
        }
    }

    private static @org.jspecify.annotations.Nullable String part(YamlValue item) {
        return item.isMap() && item.map().has(KEY) ? item.map().textOrNull(KEY) : null;
    }
}
