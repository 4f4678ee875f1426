package dev.holdfast.backbone.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Rows as columns of texts, as `unnest` takes them: many rows are one statement and one round trip.
final class Columns {
    private final List<List<String>> columns = new ArrayList<>();

    Columns(int columns) {
        for (int i = 0; i < columns; i++) {
            this.columns.add(new ArrayList<>());
        }
    }

    void row(String... values) {
        for (int i = 0; i < values.length; i++) {
            columns.get(i).add(values[i]);
        }
    }

    boolean none() {
        return columns.getFirst().isEmpty();
    }

    /// The columns as the first parameters of a statement, and `more` after them.
    Object[] parameters(Object... more) {
        return Stream.concat(columns.stream().map(c -> c.toArray(String[]::new)), Stream.of(more))
                .toArray();
    }

    /// Runs the statement where there are rows.
    void into(Tx tx, String sql, Object... more) {
        if (!none()) {
            tx.update(sql, parameters(more));
        }
    }
}
