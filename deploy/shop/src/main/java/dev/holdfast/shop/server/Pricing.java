package dev.holdfast.shop.server;

import java.sql.SQLException;

/// What an order costs. Each release of the shop has one of these; `release.properties` names it.
public sealed interface Pricing permits LinePricing, BundlePricing {

    /// The total in cents.
    long total(Cart cart, Prices prices) throws SQLException;

    /// How often the order is tried again when the database refuses it.
    int retries();

    /// Where prices come from.
    interface Prices {
        /// The price of one piece in cents; throws `IllegalArgumentException` for no such product.
        long of(int product) throws SQLException;
    }

    /// Reads `pricing=` of `release.properties`.
    static Pricing named(String name) {
        return switch (name) {
            case "line" -> new LinePricing();
            case "bundle" -> new BundlePricing();
            default ->
                    throw new IllegalArgumentException(
                            "pricing=%s in release.properties: this shop knows line and bundle"
                                    .formatted(name));
        };
    }
}
