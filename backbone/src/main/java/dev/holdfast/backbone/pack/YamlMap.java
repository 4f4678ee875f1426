package dev.holdfast.backbone.pack;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys and values of a YAML mapping. A missing or unknown key is reported with its place.
public final class YamlMap {
    private final YamlValue self;
    private final Problems problems;
    private final Map<String, YamlValue> values = new LinkedHashMap<>();
    private final Map<String, YamlValue> keys = new LinkedHashMap<>();

    YamlMap(YamlValue self, @Nullable MappingNode node, Problems problems) {
        this.self = self;
        this.problems = problems;
        List<NodeTuple> tuples = node == null ? List.of() : node.getValue();
        for (NodeTuple tuple : tuples) {
            YamlValue key = new YamlValue(self.file(), tuple.getKeyNode(), problems);
            String name = key.text();
            if (values.containsKey(name)) {
                key.problem("'%s' stands here twice".formatted(name));
            }
            keys.put(name, key);
            values.put(name, new YamlValue(self.file(), tuple.getValueNode(), problems));
        }
    }

    private YamlMap(YamlMap own, YamlMap base) {
        this.self = own.self;
        this.problems = own.problems;
        values.putAll(base.values);
        values.putAll(own.values);
        keys.putAll(base.keys);
        keys.putAll(own.keys);
    }

    /// These keys, and those of `base` that are none of these. What is missing is missing here.
    public YamlMap over(YamlMap base) {
        return new YamlMap(this, base);
    }

    /// The mapping itself, for its place.
    public YamlValue self() {
        return self;
    }

    /// Reports every key that is none of these, with the one that was probably meant.
    public YamlMap only(String... known) {
        List<String> names = Arrays.asList(known);
        keys.forEach((name, key) -> {
            if (!names.contains(name)) {
                key.problem("unknown key '%s'%s".formatted(name, NearestName.hint(name, names)));
            }
        });
        return this;
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /// The value; when it is missing that is reported, and an empty one comes instead.
    public YamlValue required(String key) {
        YamlValue value = values.get(key);
        if (value != null) {
            return value;
        }
        self.problem("'%s' is missing here".formatted(key));
        return YamlValue.absent(self.file(), self.line(), self.column(), problems);
    }

    public Optional<YamlValue> optional(String key) {
        return Optional.ofNullable(values.get(key)).filter(v -> !v.isNothing());
    }

    public String text(String key) {
        return required(key).text();
    }

    public String text(String key, String otherwise) {
        return optional(key).map(YamlValue::text).orElse(otherwise);
    }

    public @Nullable String textOrNull(String key) {
        return optional(key).map(YamlValue::text).orElse(null);
    }

    public Duration duration(String key, Duration otherwise) {
        return optional(key).map(YamlValue::duration).orElse(otherwise);
    }

    public boolean flag(String key, boolean otherwise) {
        return optional(key).map(YamlValue::flag).orElse(otherwise);
    }

    public long whole(String key, long least, long most, long otherwise) {
        return optional(key).map(v -> v.whole(least, most)).orElse(otherwise);
    }

    public double number(String key, double otherwise) {
        return optional(key).map(YamlValue::number).orElse(otherwise);
    }

    /// The items of a list, or none.
    public List<YamlValue> list(String key) {
        return optional(key).map(YamlValue::list).orElse(List.of());
    }

    public List<String> texts(String key) {
        return optional(key).map(YamlValue::texts).orElse(List.of());
    }

    /// The mapping under a key, empty when it is not there.
    public YamlMap map(String key) {
        return optional(key).map(YamlValue::map).orElseGet(() -> new YamlMap(self, null, problems));
    }

    /// Keys with their values, in the order of the file.
    public Map<String, YamlValue> entries() {
        return new LinkedHashMap<>(values);
    }

    /// Keys and values as texts, in the order of the file.
    public Map<String, String> textEntries() {
        Map<String, String> out = new LinkedHashMap<>();
        values.forEach((k, v) -> out.put(k, v.text()));
        return out;
    }

    /// The key as it stands in the file, to report something about it.
    public YamlValue key(String name) {
        return keys.getOrDefault(name, self);
    }
}
