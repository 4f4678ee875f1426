package dev.holdfast.executor.io.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file of lines `NAME=value`. Comments, order and lines that nobody names stay as they are.
record EnvFile(List<String> lines) {
    static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,127}";

    private static final Pattern LINE =
            Pattern.compile("\\s*(?:export\\s+)?(" + NAME + ")\\s*=(.*)", Pattern.DOTALL);
    private static final String PLAIN = "[A-Za-z0-9_./:@%+,=-]*";

    EnvFile {
        lines = List.copyOf(lines);
    }

    static EnvFile of(String text) {
        return new EnvFile(text.isEmpty() ? List.of() : text.lines().toList());
    }

    String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /// The same with these set and those gone. A name that stands twice is set where it stands last,
    /// as whoever reads the file takes it.
    EnvFile with(Map<String, String> set, Set<String> gone) {
        List<String> out = new ArrayList<>();
        Set<String> written = new HashSet<>();
        for (String line : lines.reversed()) {
            String name = name(line);
            if (gone.contains(name) || (set.containsKey(name) && written.contains(name))) {
                continue;
            }
            String value = set.get(name);
            out.add(value == null ? line : name + "=" + quoted(value));
            if (value != null) {
                written.add(name);
            }
        }
        List<String> all = new ArrayList<>(out.reversed());
        set.forEach((name, value) -> {
            if (!written.contains(name)) {
                all.add(name + "=" + quoted(value));
            }
        });
        return new EnvFile(all);
    }

    boolean holds(Map<String, String> set, Set<String> gone) {
        return with(set, gone).equals(this);
    }

    private static String name(String line) {
        Matcher m = LINE.matcher(line);
        return m.matches() ? m.group(1) : "";
    }

    /// As Compose, dotenv and a shell all read it back.
    private static String quoted(String value) {
        return value.matches(PLAIN)
                ? value
                : "\""
                        + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$")
                        + "\"";
    }

    /// Names the content without showing it.
    String digest() {
        try {
            byte[] sha =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256, this one does not", e);
        }
    }
}
