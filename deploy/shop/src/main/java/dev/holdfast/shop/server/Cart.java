package dev.holdfast.shop.server;

import java.util.List;

/// What a customer wants to buy. One line names one product; the same product may come twice.
public record Cart(List<Line> lines) {
    public static final int MOST_LINES = 50;
    public static final int MOST_PIECES = 1_000;

    /// @param pieces from 1 to 1000
    public record Line(int product, int pieces) {
        public Line {
            if (pieces < 1 || pieces > MOST_PIECES) {
                throw new IllegalArgumentException(
                        "%d pieces of product %d: from 1 to %d are possible"
                                .formatted(pieces, product, MOST_PIECES));
            }
        }
    }

    public Cart {
        lines = List.copyOf(lines);
        if (lines.isEmpty() || lines.size() > MOST_LINES) {
            throw new IllegalArgumentException(
                    "A cart of %d lines: from 1 to %d are possible"
                            .formatted(lines.size(), MOST_LINES));
        }
    }
}
