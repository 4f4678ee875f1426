package dev.holdfast.shop.keeper;

/// Where one shop listens: the shop, what its customers say, its database.
public record ShopPorts(int shop, int customers, int database) {
    private static final int SHOP = 80;

    /// The ports of the shop beside a house with this port base: base + 80, 81, 82.
    public static ShopPorts of(int base) {
        return new ShopPorts(base + SHOP, base + SHOP + 1, base + SHOP + 2);
    }
}
