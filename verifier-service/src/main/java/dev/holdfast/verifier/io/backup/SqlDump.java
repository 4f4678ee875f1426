package dev.holdfast.verifier.io.backup;

import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a dump as text: counts the rows between `COPY … FROM stdin;` and `\.`, and wants the line by
/// which `pg_dump` says that it came to its end.
final class SqlDump {
    private static final Pattern COPY =
            Pattern.compile("COPY (\\S+?)\\.(\\S+) (?:\\([^)]*\\) )?FROM stdin;");

    /// How dumps of PostgreSQL and of MySQL begin and end.
    private static final Set<String> BEGIN =
            Set.of("-- PostgreSQL database dump", "-- MySQL dump", "-- MariaDB dump");

    private static final Set<String> END =
            Set.of("-- PostgreSQL database dump complete", "-- Dump completed");

    private final List<String> tables;
    private final Terms terms;
    private final Map<String, Long> rows = new HashMap<>();
    private @Nullable String copying;
    private boolean begun;
    private boolean complete;

    SqlDump(List<String> tables, Terms terms) {
        this.tables = tables;
        this.terms = terms;
    }

    Contents read(InputStream in) throws IOException, Unusable, Unpacking.Damaged {
        long count = 0;
        Lines lines = new Lines(in);
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (count++ % 1_000 == 0) {
                terms.left();
            }
            take(line);
        }
        if (copying != null) {
            throw new Unpacking.Damaged("it is cut off in table " + copying);
        }
        if (begun && !complete) {
            throw new Unpacking.Damaged("it lacks the line that a dump ends with");
        }
        terms.left();
        return new Contents(lines.bytes(), rows);
    }

    private void take(String line) {
        String table = copying;
        if (table != null) {
            if (line.equals("\\.")) {
                copying = null;
            } else {
                rows.merge(table, 1L, Long::sum);
            }
            return;
        }
        if (line.startsWith("-- ")) {
            complete |= END.stream().anyMatch(line::startsWith);
            begun |= BEGIN.stream().anyMatch(line::startsWith);
        }
        if (line.startsWith("COPY ")) {
            Matcher m = COPY.matcher(line);
            if (m.matches()) {
                String name = m.group(1).replace("\"", "") + "." + m.group(2).replace("\"", "");
                copying = name;
                if (tables.contains(name)) {
                    rows.putIfAbsent(name, 0L);
                }
            }
        }
    }

    /// Lines of which only the beginning is kept: a row may be as long as it likes.
    private static final class Lines {
        private static final int KEPT = 1_024;
        private final InputStream in;
        private final StringBuilder line = new StringBuilder();
        private long bytes;

        Lines(InputStream in) {
            this.in = in;
        }

        long bytes() {
            return bytes;
        }

        @Nullable String next() throws IOException {
            line.setLength(0);
            int b = in.read();
            if (b < 0) {
                return null;
            }
            for (; b >= 0 && b != '\n'; b = in.read()) {
                bytes++;
                if (line.length() < KEPT) {
                    line.append((char) b);
                }
            }
            bytes++;
            return line.toString();
        }
    }
}
