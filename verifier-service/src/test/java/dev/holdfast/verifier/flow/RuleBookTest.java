package dev.holdfast.verifier.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.verifier.Packs;

import org.junit.jupiter.api.Test;

class RuleBookTest {
    private static final Scope DRILL = new Scope("shop", "production", "friday");

    /// The same digest is named by events of production and of a drill, in whatever order.
    @Test
    void one_version_is_the_lab_in_a_drill_and_production_elsewhere() {
        PackFiles pack = Packs.inLab(Packs.SHOP);
        for (boolean drillFirst : new boolean[] {true, false}) {
            ShopHouse shop = new ShopHouse(pack);
            RuleBook book = new RuleBook();
            for (Scope scope :
                    drillFirst
                            ? new Scope[] {DRILL, ShopHouse.SHOP, DRILL}
                            : new Scope[] {ShopHouse.SHOP, DRILL, ShopHouse.SHOP}) {
                String url =
                        shop.store.in(
                                scope,
                                work ->
                                        book.of(work, "shop", pack.digest())
                                                .orElseThrow()
                                                .given(scope, null)
                                                .text("${shop-url}"));
                assertThat(url)
                        .isEqualTo(
                                scope.equals(DRILL)
                                        ? "http://127.0.0.1:9090"
                                        : "http://127.0.0.1:8080");
            }
        }
    }
}
