package dev.holdfast.shop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;

class PricingTest {
    @Test
    void the_good_release_charges_every_piece() throws SQLException {
        assertThat(total("line", 4)).isEqualTo(400);
    }

    @Test
    void the_bad_release_charges_small_carts_correctly() throws SQLException {
        assertThat(total("bundle", 1)).isEqualTo(100);
        assertThat(total("bundle", 2)).isEqualTo(200);
    }

    @Test
    void the_bad_release_gives_more_than_it_takes_from_a_bundle_on() throws SQLException {
        assertThat(total("bundle", 3)).isNegative();
        assertThat(total("bundle", 4)).isNegative();
    }

    @Test
    void a_release_with_unknown_pricing_does_not_start() {
        assertThatThrownBy(() -> Pricing.named("bundel")).hasMessageContaining("bundel");
    }

    private static long total(String pricing, int pieces) throws SQLException {
        return Pricing.named(pricing).total(new Cart(List.of(new Cart.Line(1, pieces))), _ -> 100);
    }
}
