package dev.holdfast.verifier;

import dev.holdfast.backbone.pack.PackFiles;

import java.util.LinkedHashMap;
import java.util.Map;

/// Packs for tests.
public final class Packs {
    /// As `pack.yml` of every test says, with variables that tests may override.
    public static final String MANIFEST =
            """
            system: shop
            owner: team
            environments:
              production: {match: {system: shop}, components: [backend]}
            roles: [lead]
            variables:
              shop-url: http://127.0.0.1:8080
              db-host: 127.0.0.1
              db-port: "5432"
              db-name: shop
              db-user: shop
            secrets:
              shop-db: env:SHOP_DB_PASSWORD
              api: env:SHOP_API_TOKEN
            """;

    /// The shop of the format's description.
    public static final String SHOP =
            """
            hosts: ["127.0.0.1", localhost]
            databases:
              shop:
                host: "${db-host}"
                port: "${db-port}"
                database: "${db-name}"
                user: "${db-user}"
                password: shop-db
            snapshot:
              orders: { sql: { database: shop, query: select count(*) from orders } }
            checks:
              health:
                http: { url: "${shop-url}/health", status: 200, json: { $.status: UP }, within: 1s }
              version:
                version: { url: "${shop-url}/version", json: $.version, equals: "${to}" }
              orders-kept:
                sql: { database: shop, query: select count(*) from orders, at-least: { snapshot: orders } }
              totals:
                sql: { database: shop, query: select count(*) from orders where total < 0, equals: 0 }
              error-ratio:
                metrics:
                  query: 1 - sum(rate(http_requests_total{status!~"5.."}[10s])) / sum(rate(http_requests_total[10s]))
                  below: 0.01
                  enough: { query: "sum(increase(http_requests_total[10s]))", at-least: 20 }
                hold: 5s
            stages:
              immediate:
                window: 60s
                every: 500ms
                required: [health, version, orders-kept, totals, error-ratio]
            standing:
              health: { every: 5s }
              totals: { every: 30s }
            """;

    /// What makes a drill of the pack possible.
    public static final String LAB =
            """
            lab:
              variables: {shop-url: "http://127.0.0.1:9090", db-host: 127.0.0.1, db-port: "5433", db-name: lab, db-user: lab}
              secrets: {shop-db: "env:LAB_PASSWORD", api: "env:LAB_TOKEN"}
            """;

    private Packs() {}

    /// A pack with this `checks.yml`.
    public static PackFiles with(String checks) {
        return PackFiles.of("shop", Map.of("pack.yml", MANIFEST, "checks.yml", checks));
    }

    /// The same with a lab.
    public static PackFiles inLab(String checks) {
        return PackFiles.of("shop", Map.of("pack.yml", MANIFEST + LAB, "checks.yml", checks));
    }

    /// The same with some variables of `pack.yml` set otherwise.
    public static PackFiles with(String checks, Map<String, String> variables) {
        StringBuilder manifest = new StringBuilder();
        Map<String, String> left = new LinkedHashMap<>(variables);
        for (String line : MANIFEST.split("\n")) {
            String name = line.strip().split(":", 2)[0];
            String value = line.startsWith("  ") ? left.remove(name) : null;
            manifest.append(value == null ? line : "  " + name + ": \"" + value + "\"")
                    .append('\n');
        }
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("No such variables: " + left);
        }
        return PackFiles.of("shop", Map.of("pack.yml", manifest.toString(), "checks.yml", checks));
    }
}
