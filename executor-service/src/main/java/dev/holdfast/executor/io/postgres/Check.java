package dev.holdfast.executor.io.postgres;

import dev.holdfast.executor.domain.rollback.Evidence;
import dev.holdfast.executor.flow.Call;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// A query whose one value says whether something is as it should be.
///
/// @param expect the value as text; `true` when the runbook names none
record Check(String sql, String expect) {
    static final String NOTHING = "(no row)";

    /// Empty SQL when the runbook has no check.
    static Check of(Call call) {
        return new Check(call.text("check", ""), call.text("expect", "true"));
    }

    boolean there() {
        return !sql.isBlank();
    }

    String value(Connection c) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery(sql)) {
            if (!r.next()) {
                return NOTHING;
            }
            Object value = r.getObject(1);
            return value == null ? "(null)" : Evidence.told(value.toString());
        }
    }

    boolean holds(Connection c) throws SQLException {
        return value(c).equals(expect);
    }
}
