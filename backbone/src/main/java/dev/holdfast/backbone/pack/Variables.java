package dev.holdfast.backbone.pack;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills `${name}` in texts of a pack. `$$` is a dollar sign. A value is put in as it is, once: what
/// looks like a variable inside a value stays text, so values cannot smuggle in others.
public record Variables(Map<String, String> values) {
    private static final Pattern HOLE = Pattern.compile("\\$\\$|\\$\\{([A-Za-z][A-Za-z0-9._-]*)}");

    public Variables {
        values = Map.copyOf(values);
    }

    /// The pack's variables, overridden by the environment's.
    public static Variables of(PackManifest pack, String environment) {
        Map<String, String> all = new LinkedHashMap<>(pack.variables());
        PackManifest.Environment e = pack.environments().get(environment);
        if (e != null) {
            all.putAll(e.variables());
        }
        return new Variables(all);
    }

    public Variables with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.putAll(more);
        return new Variables(all);
    }

    /// Throws [Unknown] naming the variable and the nearest known one.
    public String fill(String text) {
        Matcher m = HOLE.matcher(text);
        return m.replaceAll(r -> Matcher.quoteReplacement(value(r.group(), r.group(1))));
    }

    /// The names that `text` uses and that are not known.
    public TreeSet<String> missing(String text) {
        TreeSet<String> missing = new TreeSet<>();
        Matcher m = HOLE.matcher(text);
        while (m.find()) {
            if (m.group(1) != null && !values.containsKey(m.group(1))) {
                missing.add(m.group(1));
            }
        }
        return missing;
    }

    private String value(String whole, String name) {
        if (whole.equals("$$")) {
            return "$";
        }
        String value = values.get(name);
        if (value == null) {
            throw new Unknown(
                    "'${%s}' is not known%s"
                            .formatted(name, NearestName.hint(name, values.keySet())));
        }
        return value;
    }

    /// A variable that nothing defines.
    public static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown(String message) {
            super(message);
        }
    }
}
