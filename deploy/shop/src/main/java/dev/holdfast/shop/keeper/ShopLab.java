package dev.holdfast.shop.keeper;

import dev.holdfast.local.LocalPostgres;
import dev.holdfast.shop.lab.Lab;
import dev.holdfast.shop.lab.LabPlace;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/// The demo's shop: its database, and the shop itself as a process that `shopctl` controls.
public final class ShopLab implements Lab {
    private final LabPlace place;
    private final ShopHome home;
    private final LocalPostgres postgres;

    private ShopLab(LabPlace place, ShopHome home, LocalPostgres postgres) {
        this.place = place;
        this.home = home;
        this.postgres = postgres;
    }

    /// Opens the shop in its good release.
    public static Lab open(LabPlace place) throws IOException, InterruptedException {
        var home = new ShopHome(place.folder());
        var postgres =
                LocalPostgres.start(
                        home.folder().resolve("database"), place.database(), "shop", false);
        home.write(place.front(), postgres, ProcessHandle.current().pid());
        home.control("restart");
        return new ShopLab(place, home, postgres);
    }

    @Override
    public URI front() {
        return URI.create("http://127.0.0.1:" + place.front());
    }

    @Override
    public String good() {
        return ShopHome.GOOD;
    }

    @Override
    public LocalPostgres postgres() {
        return postgres;
    }

    @Override
    public Map<String, String> values() {
        return Map.of(
                "shop-home",
                home.folder().toString(),
                "shop-address",
                front().getAuthority(),
                "shop-url",
                front().toString(),
                "url",
                front() + "/metrics",
                "db-port",
                Integer.toString(place.database()),
                "shop-db",
                "file:" + home.folder().resolve("database-password"));
    }

    @Override
    public void act(String act, Map<String, String> with) throws IOException, InterruptedException {
        switch (act) {
            case "deploy" -> {
                home.switchTo(Lab.needed(with, "release"));
                home.control("restart");
            }
            case "stop" -> home.control("stop");
            default ->
                    throw new IllegalArgumentException(
                            "the shop knows the acts deploy and stop, not " + act);
        }
    }

    @Override
    public void close() {
        try {
            home.control("stop");
        } catch (IOException e) {
            System.err.println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        postgres.close();
    }
}
