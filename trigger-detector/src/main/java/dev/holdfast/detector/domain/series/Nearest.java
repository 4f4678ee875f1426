package dev.holdfast.detector.domain.series;

import java.util.Collection;
import java.util.Optional;

/// Finds the name somebody probably meant.
public final class Nearest {

    private Nearest() {}

    /// ` (did you mean x?)`, or nothing where no name is near.
    public static String hint(String written, Collection<String> names) {
        return of(written, names).map(name -> " (did you mean " + name + "?)").orElse("");
    }

    public static Optional<String> of(String written, Collection<String> names) {
        int best = Math.max(2, written.length() / 3) + 1;
        String nearest = null;
        for (String name : names) {
            int distance = distance(written, name);
            if (distance < best) {
                best = distance;
                nearest = name;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitute, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
