package dev.holdfast.verifier.domain.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One reading SQL statement whose variables are bound, never pasted in.
///
/// @param text with `$1`, `$2`, … in place of `${name}`
/// @param variables the names in order
public record SqlText(String text, List<String> variables) {
    private static final List<String> READING =
            List.of("select", "with", "values", "table", "show");

    public SqlText {
        variables = List.copyOf(variables);
    }

    /// Not one reading statement; `at` counts characters from 0.
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;
        private final int at;

        Unreadable(int at, String message) {
            super(message);
            this.at = at;
        }

        public int at() {
            return at;
        }
    }

    public static SqlText parse(String sql) throws Unreadable {
        return new Reader(sql).read();
    }

    public Question.Sql question(Database database, Given given, int rows) {
        List<String> values =
                variables.stream().map(name -> given.text("${" + name + "}")).toList();
        return new Question.Sql(database, text, values, rows);
    }

    /// Passes over quotes and comments, so that what they hold is neither variable nor `;`.
    private static final class Reader {
        private final String sql;
        private final StringBuilder out = new StringBuilder();
        private final List<String> names = new ArrayList<>();
        private int at;

        Reader(String sql) {
            this.sql = sql;
        }

        SqlText read() throws Unreadable {
            String first = sql.strip().split("[^A-Za-z]", 2)[0].toLowerCase(Locale.ROOT);
            if (!READING.contains(first)) {
                throw new Unreadable(0, "a check only reads: begin with one of " + READING);
            }
            while (at < sql.length()) {
                step();
            }
            return new SqlText(out.toString().strip(), names);
        }

        private void step() throws Unreadable {
            char c = sql.charAt(at);
            if (c == '\'' || c == '"') {
                copyTo(closing(c), "this quote is not closed");
            } else if (sql.startsWith("--", at)) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end;
            } else if (sql.startsWith("/*", at)) {
                int end = sql.indexOf("*/", at + 2);
                at = after(end, 2, "this comment is not closed");
            } else if (sql.startsWith("${", at)) {
                variable();
            } else if (c == '$') {
                throw new Unreadable(at, "'$' is only for variables such as ${to} here");
            } else if (c == ';') {
                end();
            } else {
                out.append(c);
                at++;
            }
        }

        private int closing(char quote) {
            int end = sql.indexOf(quote, at + 1);
            return end < 0 ? -1 : end + 1;
        }

        private void copyTo(int end, String otherwise) throws Unreadable {
            if (end < 0) {
                throw new Unreadable(at, otherwise);
            }
            String quoted = sql.substring(at, end);
            if (quoted.contains("${")) {
                throw new Unreadable(
                        at + quoted.indexOf("${"),
                        "a variable in quotes is not filled; it is bound, so leave the quotes out");
            }
            if (quoted.indexOf('\\') >= 0) {
                throw new Unreadable(at, "a backslash in quotes means different things; use chr()");
            }
            out.append(quoted);
            at = end;
        }

        private int after(int end, int length, String otherwise) throws Unreadable {
            if (end < 0) {
                throw new Unreadable(at, otherwise);
            }
            out.append(' ');
            return end + length;
        }

        private void variable() throws Unreadable {
            int close = sql.indexOf('}', at);
            String name = close < 0 ? "" : sql.substring(at + 2, close);
            if (!name.matches("[A-Za-z][A-Za-z0-9._-]*")) {
                throw new Unreadable(at, "expected a variable such as ${to}");
            }
            names.add(name);
            out.append('$').append(names.size());
            at = close + 1;
        }

        private void end() throws Unreadable {
            if (!sql.substring(at + 1).isBlank()) {
                throw new Unreadable(at, "a check asks one statement; this ends the first of two");
            }
            at = sql.length();
        }
    }
}
