package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Scope;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// Every open incident is listed, also one that an instance of a version without lists has opened, and
/// none that such a one has closed.
final class ListStoryTest {
    private final Shop shop = new Shop().deployed();
    private final Views views = new Views(shop.store, new Policies());

    private List<String> open() {
        return views.incidents(true, 10, null, _ -> true).lines().stream()
                .map(Views.Line::id)
                .toList();
    }

    private void forgotten(boolean opened) {
        String id = shop.incident().id();
        boolean _ =
                shop.store.in(
                        Shop.PRODUCTION,
                        w -> {
                            w.remove(Shelves.OPEN, id);
                            if (opened) {
                                w.remove(Shelves.OPENED, id);
                            }
                            return true;
                        });
        assertThat(open()).isEmpty();
    }

    @Test
    void one_that_is_not_listed_is_from_its_next_change_on() {
        shop.raises("Slow", 2);
        String id = shop.incident().id();
        assertThat(open()).containsExactly(id);
        forgotten(true);
        shop.raises("HighErrorRate", 0.2);
        assertThat(open()).containsExactly(id);
        assertThat(views.incidents(false, 10, null, _ -> true).lines()).hasSize(1);
    }

    @Test
    void at_a_start_the_lists_are_made_right() {
        shop.raises("Slow", 2);
        String id = shop.incident().id();
        forgotten(true);
        Scope quiet = Scope.of("shop", "staging");
        boolean _ =
                shop.store.in(
                        quiet,
                        w -> {
                            w.put(Shelves.OPEN, "gone", new Shelves.Opened(w.now()));
                            return true;
                        });
        Lists.complete(shop.store);
        assertThat(open()).containsExactly(id);
        assertThat(shop.store.under(quiet, Shelves.OPEN)).isEmpty();
        Lists.complete(shop.store);
        assertThat(open()).containsExactly(id);
    }

    @Test
    void one_that_has_ended_is_listed_only_among_all() {
        shop.raises("Slow", 2);
        String id = shop.incident().id();
        shop.clears("Slow");
        shop.passes(Duration.ofMinutes(30));
        assertThat(shop.state()).isEqualTo("resolved");
        assertThat(open()).isEmpty();
        assertThat(views.incidents(false, 10, null, _ -> true).lines())
                .extracting(Views.Line::id)
                .contains(id);
        assertThat(views.incidents(false, 10, null, _ -> false).lines()).isEmpty();
    }

    @Test
    void what_is_listed_keeps_its_place_at_a_start() {
        shop.raises("Slow", 2);
        String id = shop.incident().id();
        boolean _ =
                shop.store.in(
                        Shop.PRODUCTION,
                        w -> {
                            w.put(Shelves.OPEN, "gone", new Shelves.Opened(w.now()));
                            w.put(Shelves.OPENED, "newer", new Shelves.Opened(w.now()));
                            return true;
                        });
        Lists.complete(shop.store);
        assertThat(open()).containsExactly(id);
        assertThat(shop.store.everywhere(Shelves.OPENED, 10).getFirst().id()).isEqualTo("newer");
    }
}
