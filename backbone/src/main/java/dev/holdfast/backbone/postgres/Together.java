package dev.holdfast.backbone.postgres;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Statements that write to different rows, run as one: each round trip costs more than what it does.
final class Together {
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    private final List<String> parts = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    /// Adds a statement over columns, where they have rows; its parameters begin with `$1`.
    void add(String sql, Columns columns, Object... more) {
        if (columns.none()) {
            return;
        }
        int before = parameters.size();
        parts.add(
                PARAMETER
                        .matcher(sql)
                        .replaceAll(m -> "\\$" + (before + Integer.parseInt(m.group(1)))));
        parameters.addAll(List.of(columns.parameters(more)));
    }

    /// Runs them; nothing where nothing was added.
    void run(Tx tx) {
        if (parts.isEmpty()) {
            return;
        }
        String with =
                IntStream.range(0, parts.size() - 1)
                        .mapToObj(i -> "w%d AS (%s)".formatted(i, parts.get(i)))
                        .collect(joining(", "));
        tx.update(
                (with.isEmpty() ? "" : "WITH " + with + " ") + parts.getLast(),
                parameters.toArray());
    }
}
