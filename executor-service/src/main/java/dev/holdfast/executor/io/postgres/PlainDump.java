package dev.holdfast.executor.io.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a backup that is SQL text as psql would: whether it is complete, and whether it would have
/// psql do more than send SQL (`\!` starts a shell, `\connect` goes to another database).
final class PlainDump {
    private static final String LAST_WORDS = "PostgreSQL database dump complete";
    private static final String STRINGS = "standard_conforming_strings";

    /// As pg_dump writes it, and nothing else: psql reads data only behind a real one.
    private static final String NAME =
            "(?:[A-Za-z_\\x80-\\uffff][\\w$\\x80-\\uffff]*|\"(?:[^\"\\\\]|\"\")+\")";

    private static final Pattern COPY =
            Pattern.compile("COPY N(?:\\.N)? (?:\\(N(?:, N)*\\) )?FROM stdin;".replace("N", NAME));

    private static final Pattern HARMLESS = Pattern.compile("\\\\(un)?restrict( [A-Za-z0-9]+)?");
    private static final Pattern TAG =
            Pattern.compile("\\$([A-Za-z_\\x80-\\uffff][A-Za-z_0-9\\x80-\\uffff]*)?\\$");

    /// What ends what we are in; empty when we are in nothing.
    private String until = "";

    private boolean escapes;
    private int comments;

    private PlainDump() {}

    /// What is wrong with it.
    static Optional<String> wrong(BufferedReader lines) throws IOException {
        return new PlainDump().read(lines);
    }

    private Optional<String> read(BufferedReader lines) throws IOException {
        boolean complete = false;
        boolean data = false;
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            complete |= line.contains(LAST_WORDS);
            if (data) {
                data = !line.equals("\\.");
                continue;
            }
            boolean fresh = until.isEmpty() && comments == 0;
            if (fresh && (HARMLESS.matcher(line).matches() || line.isBlank())) {
                continue;
            }
            if (otherStrings(line) || commands(line)) {
                return Optional.of(
                        "line %d would have psql do more than send SQL, so it is not run: %s"
                                .formatted(number, line.substring(0, Math.min(80, line.length()))));
            }
            data = fresh && COPY.matcher(line).matches();
        }
        return complete ? Optional.empty() : Optional.of("it has no end: it is not complete");
    }

    /// A string would end elsewhere than we think.
    private static boolean otherStrings(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        return lower.contains(STRINGS) && !lower.equals("set " + STRINGS + " = on;");
    }

    /// Whether a backslash stands outside of texts, names and comments.
    private boolean commands(String line) {
        int i = 0;
        while (i < line.length()) {
            int next = comments > 0 ? inComment(line, i) : inside(line, i);
            if (next < 0) {
                return true;
            }
            i = next;
        }
        return false;
    }

    private int inComment(String line, int i) {
        if (line.startsWith("*/", i)) {
            comments--;
            return i + 2;
        }
        if (line.startsWith("/*", i)) {
            comments++;
            return i + 2;
        }
        return i + 1;
    }

    private int inside(String line, int i) {
        if (until.isEmpty()) {
            return outside(line, i);
        }
        if (escapes && line.charAt(i) == '\\') {
            return i + 2;
        }
        if (!line.startsWith(until, i)) {
            return i + 1;
        }
        int after = i + until.length();
        if (until.length() == 1 && line.startsWith(until, after)) {
            return after + 1; // doubled: it stands for itself
        }
        until = "";
        return after;
    }

    /// The place to go on at; below zero at a backslash.
    private int outside(String line, int i) {
        char c = line.charAt(i);
        if (c == '\\') {
            return -1;
        }
        if (line.startsWith("--", i)) {
            return line.length();
        }
        if (line.startsWith("/*", i)) {
            comments = 1;
            return i + 2;
        }
        if (c == '\'' || c == '"') {
            until = String.valueOf(c);
            escapes =
                    c == '\''
                            && i > 0
                            && Character.toLowerCase(line.charAt(i - 1)) == 'e'
                            && !inName(line, i - 1);
            return i + 1;
        }
        if (c == '$' && !inName(line, i)) {
            Matcher tag = TAG.matcher(line).region(i, line.length());
            if (tag.lookingAt()) {
                until = tag.group();
                escapes = false;
                return tag.end();
            }
        }
        return i + 1;
    }

    /// Whether a name goes on at this place.
    private static boolean inName(String line, int i) {
        return i > 0 && Character.isJavaIdentifierPart(line.charAt(i - 1));
    }
}
