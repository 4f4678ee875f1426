package dev.holdfast.backbone.pack;

import java.util.List;
import java.util.TreeSet;

/// Collects everything that is wrong, so that it is told all at once.
public final class Problems {
    /// More would only be noise from one mistake.
    private static final int LIMIT = 100;

    private final TreeSet<Problem> found =
            new TreeSet<>((a, b) -> {
                int c = a.compareTo(b);
                return c != 0 ? c : a.message().compareTo(b.message());
            });

    public void add(String file, int line, int column, String message) {
        if (found.size() < LIMIT) {
            found.add(new Problem(file, line, column, message));
        }
    }

    public boolean none() {
        return found.isEmpty();
    }

    /// By file, line and column.
    public List<Problem> all() {
        return List.copyOf(found);
    }

    public List<String> lines() {
        return found.stream().map(Problem::toString).toList();
    }
}
