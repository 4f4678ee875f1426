package dev.holdfast.backbone.pack;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what somebody probably meant to write.
public final class NearestName {
    private NearestName() {}

    /// The closest known name, if it is close enough to be the one meant.
    public static Optional<String> to(String wrong, Collection<String> known) {
        int most = Math.max(1, wrong.length() / 3);
        return known.stream()
                .filter(k -> distance(wrong, k) <= most)
                .min(
                        Comparator.comparingInt((String k) -> distance(wrong, k))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /// ` (did you mean 'x'?)`, or the list of what there is, or nothing.
    public static String hint(String wrong, Collection<String> known) {
        return to(wrong, known)
                .map(n -> ", did you mean '" + n + "'?")
                .orElseGet(() ->
                        known.isEmpty()
                                ? ""
                                : "; known are "
                                        + String.join(
                                                ", ", known.stream().sorted().limit(20).toList()));
    }

    /// Edits (insert, delete, replace, swap of neighbours) from one to the other.
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 ? j : j == 0 ? i : cheapest(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(int[][] d, String a, String b, int i, int j) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + same);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
