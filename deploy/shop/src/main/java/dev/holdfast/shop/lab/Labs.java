package dev.holdfast.shop.lab;

import dev.holdfast.local.LocalException;
import dev.holdfast.shop.cluster.ClusterLab;
import dev.holdfast.shop.compose.AzoraLab;
import dev.holdfast.shop.compose.MarketLab;
import dev.holdfast.shop.keeper.ShopLab;
import dev.holdfast.shop.store.StoreLab;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// Every lab by the name of its pack; a new one is one more line here.
public final class Labs {
    private static final Map<String, Opener> ALL =
            new TreeMap<>(
                    Map.of(
                            "shop", ShopLab::open,
                            "my-store", StoreLab::open,
                            "azora", AzoraLab::open,
                            "africanmarket", MarketLab::open,
                            "ecommerce", ClusterLab::ecommerce,
                            "mgmt-vibe", ClusterLab::vibe));

    private Labs() {}

    private interface Opener {
        Lab open(LabPlace place) throws IOException, InterruptedException;
    }

    /// The packs that have a lab.
    public static java.util.Set<String> names() {
        return ALL.keySet();
    }

    static Lab open(String name, LabPlace place) throws IOException, InterruptedException {
        Opener opener = ALL.get(name);
        if (opener == null) {
            throw new LocalException(
                    "There is no lab for %s; there are %s".formatted(name, names()));
        }
        return opener.open(place);
    }
}
