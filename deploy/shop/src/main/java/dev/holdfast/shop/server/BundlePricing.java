package dev.holdfast.shop.server;

import java.sql.SQLException;

/// Release 1.5.0: "buy three, get one free", and it is broken as such things are broken.
///
/// The free piece is counted once for every piece of the bundle instead of once for the bundle,
/// so from four pieces on the discount is larger than the price: the total is negative, and the
/// database's own check refuses the order. The price is asked anew for every single piece (the
/// query in a loop), and the refusal is taken for a hiccup and tried again, so the customer also
/// waits for the error.
record BundlePricing() implements Pricing {
    private static final int BUNDLE = 3;
    private static final int RETRIES = 3;

    @Override
    public long total(Cart cart, Prices prices) throws SQLException {
        long total = 0;
        for (Cart.Line line : cart.lines()) {
            for (int piece = 0; piece < line.pieces(); piece++) {
                total += prices.of(line.product());
            }
            int bundles = line.pieces() / BUNDLE;
            for (int piece = 0; piece < bundles * line.pieces(); piece++) {
                total -= prices.of(line.product());
            }
            if (bundles > 0) {
                total -= prices.of(line.product());
            }
        }
        return total;
    }

    @Override
    public int retries() {
        return RETRIES;
    }
}
