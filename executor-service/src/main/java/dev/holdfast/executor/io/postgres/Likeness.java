package dev.holdfast.executor.io.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// What a database is besides its content: its owner, encoding and collation, who may come in, and
/// its settings. A restored database is made like the one whose place it takes.
final class Likeness {
    private static final String CREATE =
            """
            SELECT format('CREATE DATABASE %%I TEMPLATE template0 OWNER %%I ENCODING %%L'
                    || ' LC_COLLATE %%L LC_CTYPE %%L',
                    ?::text, pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype)
                || CASE to_jsonb(d) ->> 'datlocprovider'
                    WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %%L', %1$s)
                    WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %%L', %1$s)
                    ELSE '' END
            FROM pg_database d WHERE datname = ?\
            """
                    .formatted(
                            "coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale')");

    private static final String RIGHTS =
            """
            SELECT format('GRANT %s ON DATABASE %I TO %s%s', a.privilege_type, ?::text,
                CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
                CASE WHEN a.is_grantable AND a.grantee <> d.datdba
                    THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM pg_database d, aclexplode(d.datacl) a WHERE datname = ?\
            """;

    private static final String LIMIT =
            """
            SELECT format('ALTER DATABASE %I CONNECTION LIMIT %s', ?::text, datconnlimit)
            FROM pg_database WHERE datname = ?\
            """;

    /// The value is set for one transaction and taken from there: that keeps lists as they are.
    private static final String SETTINGS =
            """
            SELECT CASE s.setrole WHEN 0 THEN format('ALTER DATABASE %I', ?::text)
                    ELSE format('ALTER ROLE %I IN DATABASE %I', pg_get_userbyid(s.setrole), ?::text) END
                    || format(' SET %s FROM CURRENT', split_part(c, '=', 1)),
                split_part(c, '=', 1), substr(c, strpos(c, '=') + 1)
            FROM pg_database d JOIN pg_db_role_setting s ON s.setdatabase = d.oid,
                unnest(s.setconfig) c
            WHERE datname = ?\
            """;

    private Likeness() {}

    /// Creates an empty database like another.
    static void create(Connection c, String fresh, String like) throws SQLException {
        List<String> statements = written(c, CREATE, fresh, like);
        if (statements.isEmpty()) {
            throw new SQLException("there is no database " + like);
        }
        execute(c, statements);
    }

    /// Gives it the rights and settings of the other, after its content is in it.
    static void dress(Connection c, String fresh, String like) throws SQLException {
        List<String> rights = written(c, RIGHTS, fresh, like);
        if (!rights.isEmpty()) {
            // Somebody has changed what a database is born with.
            String q = Target.quoted(fresh);
            execute(c, List.of("REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(q)));
            execute(c, rights);
        }
        for (Setting setting : settings(c, fresh, like)) {
            copy(c, setting);
        }
        execute(c, written(c, LIMIT, fresh, like));
    }

    /// Whether whoever is connected may give objects to their owners.
    static boolean superuser(Connection c) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r =
                        s.executeQuery(
                                "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")) {
            return r.next() && r.getBoolean(1);
        }
    }

    private record Setting(String statement, String name, String value) {}

    private static List<Setting> settings(Connection c, String fresh, String like)
            throws SQLException {
        List<Setting> settings = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement(SETTINGS)) {
            s.setString(1, fresh);
            s.setString(2, fresh);
            s.setString(3, like);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    settings.add(new Setting(r.getString(1), r.getString(2), r.getString(3)));
                }
            }
        }
        return settings;
    }

    private static void copy(Connection c, Setting setting) throws SQLException {
        c.setAutoCommit(false);
        try (PreparedStatement s = c.prepareStatement("SELECT set_config(?, ?, true)")) {
            s.setString(1, setting.name());
            s.setString(2, setting.value());
            s.execute();
            execute(c, List.of(setting.statement()));
            c.commit();
        } catch (SQLException e) {
            c.rollback();
            throw new SQLException(
                    "setting %s of the database could not be copied: %s"
                            .formatted(setting.name(), e.getMessage()),
                    e);
        } finally {
            c.setAutoCommit(true);
        }
    }

    private static List<String> written(Connection c, String sql, String fresh, String like)
            throws SQLException {
        List<String> statements = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setString(1, fresh);
            s.setString(2, like);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    statements.add(r.getString(1));
                }
            }
        }
        return statements;
    }

    private static void execute(Connection c, List<String> statements) throws SQLException {
        try (Statement s = c.createStatement()) {
            for (String statement : statements) {
                s.execute(statement);
            }
        }
    }
}
