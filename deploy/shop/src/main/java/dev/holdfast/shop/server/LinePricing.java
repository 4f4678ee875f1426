package dev.holdfast.shop.server;

import java.sql.SQLException;

/// Release 1.4.1: pieces times price, line by line.
record LinePricing() implements Pricing {
    @Override
    public long total(Cart cart, Prices prices) throws SQLException {
        long total = 0;
        for (Cart.Line line : cart.lines()) {
            total += prices.of(line.product()) * line.pieces();
        }
        return total;
    }

    @Override
    public int retries() {
        return 0;
    }
}
