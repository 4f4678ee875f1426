package dev.holdfast.executor.io.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A table whose rows are compared with good ones, and put back.
///
/// @param name quoted, with its schema
/// @param columns that can be written
/// @param key the columns of its primary key
record Table(String name, List<String> columns, List<String> key) {
    /// Good rows lie here for one transaction.
    private static final String GOOD = "pg_temp.holdfast_good";

    /// Throws `SQLException` where there is no such table. Without a primary key `key` is empty.
    static Table of(Connection c, String text) throws SQLException {
        String name = quoted(text);
        List<String> columns =
                texts(
                        c,
                        "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = ?::regclass AND"
                                + " attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
                        name);
        List<String> key =
                texts(
                        c,
                        "SELECT quote_ident(a.attname) FROM pg_index i JOIN pg_attribute a ON a.attrelid"
                                + " = i.indrelid AND a.attnum = ANY(i.indkey) WHERE i.indrelid ="
                                + " ?::regclass AND i.indisprimary ORDER BY a.attnum",
                        name);
        return new Table(name, columns, key);
    }

    /// Whether it is a name such as `orders` or `shop.orders`.
    static boolean named(String text) {
        return text.matches("[A-Za-z_][A-Za-z0-9_]{0,38}(\\.[A-Za-z_][A-Za-z0-9_]{0,38})?");
    }

    private static String quoted(String text) {
        int dot = text.indexOf('.');
        String schema = dot < 0 ? "public" : text.substring(0, dot);
        return Target.quoted(schema) + "." + Target.quoted(text.substring(dot + 1));
    }

    private static List<String> texts(Connection c, String sql, String name) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setString(1, name);
            try (ResultSet r = s.executeQuery()) {
                List<String> all = new ArrayList<>();
                while (r.next()) {
                    all.add(r.getString(1));
                }
                return all;
            }
        }
    }

    /// Copies good rows to where the others of these read them; answers how many, at most one more than
    /// `most`.
    int copy(Connection from, String where, int most, Connection to) throws SQLException {
        String list = columns.stream().map(c -> c + "::text").collect(Collectors.joining(", "));
        int copied = 0;
        try (Statement made = to.createStatement()) {
            made.execute(
                    "CREATE TEMP TABLE holdfast_good ON COMMIT DROP AS SELECT %s FROM %s LIMIT 0"
                            .formatted(list(""), name));
        }
        try (Statement read = from.createStatement();
                ResultSet r =
                        read.executeQuery(
                                "SELECT %s FROM %s WHERE (%s) LIMIT %d"
                                        .formatted(list, name, where, most + 1));
                PreparedStatement write =
                        to.prepareStatement(
                                "INSERT INTO %s VALUES (%s)".formatted(GOOD, questions()))) {
            for (; r.next(); copied++) {
                for (int i = 1; i <= columns.size(); i++) {
                    write.setString(i, r.getString(i));
                }
                write.addBatch();
            }
            write.executeBatch();
        }
        return copied;
    }

    private String questions() {
        return IntStream.range(0, columns.size())
                .mapToObj(_ -> "?")
                .collect(Collectors.joining(", "));
    }

    private String list(String prefix) {
        return columns.stream().map(c -> prefix + c).collect(Collectors.joining(", "));
    }

    /// Compared as texts: not every type can say whether two values are equal.
    private String differ(String one, String other) {
        return "ROW(%s)::text IS DISTINCT FROM ROW(%s)::text".formatted(list(one), list(other));
    }

    private String same() {
        return key.stream()
                .map(k -> "t.%1$s = g.%1$s".formatted(k))
                .collect(Collectors.joining(" AND "));
    }

    /// The keys of rows that are other than the good ones, or gone, with a word for it.
    List<String> differences(Connection c) throws SQLException {
        String keys =
                key.stream()
                        .map(k -> "'%s=' || g.%s::text".formatted(k.replace("'", "''"), k))
                        .collect(Collectors.joining(" || ' ' || "));
        List<String> all = new ArrayList<>();
        try (Statement s = c.createStatement();
                ResultSet r =
                        s.executeQuery(
                                "SELECT %s || CASE WHEN t.%s IS NULL THEN ' is gone' ELSE ' has changed' END FROM %s g LEFT JOIN %s t ON %s WHERE t.%s IS NULL OR %s ORDER BY 1"
                                        .formatted(
                                                keys,
                                                key.getFirst(),
                                                GOOD,
                                                name,
                                                same(),
                                                key.getFirst(),
                                                differ("t.", "g.")))) {
            while (r.next()) {
                all.add(r.getString(1));
            }
        }
        return all;
    }

    /// Keeps the rows that are about to be overwritten in a table beside, then has the good ones.
    ///
    /// @param kept the name of the table beside, see [#beside]
    int putBack(Connection c, String kept) throws SQLException {
        List<String> others = columns.stream().filter(k -> !key.contains(k)).toList();
        String set =
                others.isEmpty()
                        ? "NOTHING"
                        : "UPDATE SET "
                                + others.stream()
                                        .map(o -> "%1$s = EXCLUDED.%1$s".formatted(o))
                                        .collect(Collectors.joining(", "))
                                + " WHERE "
                                + differ("t.", "EXCLUDED.");
        try (Statement s = c.createStatement()) {
            s.execute("LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE".formatted(name));
            s.execute(
                    "CREATE TABLE %s AS SELECT t.* FROM %s t JOIN %s g ON %s WHERE %s"
                            .formatted(kept, name, GOOD, same(), differ("t.", "g.")));
            return s.executeUpdate(
                    "INSERT INTO %s AS t (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s ON CONFLICT (%s) DO %s"
                            .formatted(
                                    name, list(""), list(""), GOOD, String.join(", ", key), set));
        }
    }

    /// A table of the same schema that holds what an effect has overwritten.
    String beside(String mark) {
        int end = name.length() - 1;
        return name.substring(0, end) + "_before_" + mark + "\"";
    }

    static boolean exists(Connection c, String quoted) throws SQLException {
        return !texts(c, "SELECT 'yes' WHERE to_regclass(?) IS NOT NULL", quoted).isEmpty();
    }
}
