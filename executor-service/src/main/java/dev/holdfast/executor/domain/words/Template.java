package dev.holdfast.executor.domain.words;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text as it stands in a runbook. `${name}` is a hole, `$$` a dollar sign.
///
/// A value is put in once and as it is: what looks like a hole inside a value stays text.
public record Template(String text) {
    private static final Pattern HOLE = Pattern.compile("\\$\\$|\\$\\{([A-Za-z][A-Za-z0-9._-]*)}");

    /// A hole with the place where it begins, in characters from 0.
    public record Hole(String name, int at) {}

    public List<Hole> holes() {
        List<Hole> holes = new ArrayList<>();
        Matcher m = HOLE.matcher(text);
        while (m.find()) {
            if (m.group(1) != null) {
                holes.add(new Hole(m.group(1), m.start()));
            }
        }
        return holes;
    }

    public boolean plain() {
        return holes().isEmpty();
    }

    /// Fills every hole; what cannot be filled is told to `problems` and left as it stands.
    public Words fill(Bindings bindings, Consumer<String> problems) {
        List<Piece> pieces = new ArrayList<>();
        Matcher m = HOLE.matcher(text);
        int from = 0;
        while (m.find()) {
            literal(pieces, text.substring(from, m.start()));
            pieces.add(piece(m.group(1), bindings, problems));
            from = m.end();
        }
        literal(pieces, text.substring(from));
        return new Words(pieces);
    }

    private static Piece piece(
            @org.jspecify.annotations.Nullable String hole,
            Bindings bindings,
            Consumer<String> problems) {
        if (hole == null) {
            return Piece.pack("$");
        }
        return bindings.find(hole)
                .orElseGet(() -> {
                    problems.accept(bindings.unknown(hole));
                    return Piece.pack("${" + hole + "}");
                });
    }

    private static void literal(List<Piece> pieces, String text) {
        if (!text.isEmpty()) {
            pieces.add(Piece.pack(text));
        }
    }
}
