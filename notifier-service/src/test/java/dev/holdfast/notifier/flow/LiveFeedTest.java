package dev.holdfast.notifier.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.notifier.ShopStory;
import dev.holdfast.notifier.domain.stream.Happening;
import dev.holdfast.notifier.domain.stream.Position;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class LiveFeedTest {
    private static final Instant START = Instant.parse("2026-11-20T14:00:00Z");

    private final LiveFeed feed =
            new LiveFeed(
                    4,
                    (_, e) -> {
                        throw e;
                    });
    private final ShopStory story = ShopStory.at(START);

    @Test
    void a_reader_that_comes_back_is_served_from_the_ring_while_it_reaches_so_far() {
        Position before = feed.reached();
        accept(0, 4);
        assertThat(feed.after(before).held()).isTrue();
        assertThat(feed.after(before).number()).isZero();
        accept(4, 5);
        assertThat(feed.after(before).held()).isFalse();
    }

    @Test
    void a_reader_that_is_slower_than_the_ring_is_sent_away() {
        accept(0, 6);
        assertThatThrownBy(() -> feed.item(1))
                .isInstanceOf(LiveFeed.FellBehind.class)
                .hasMessageContaining("Last-Event-ID");
        assertThat(feed.item(2)).isPresent();
        assertThat(feed.item(6)).isEmpty();
    }

    @Test
    void listeners_are_woken_only_when_the_past_has_been_read() {
        int[] woken = {0};
        feed.listen(() -> woken[0]++);
        accept(0, 2);
        assertThat(woken[0]).isZero();
        feed.complete();
        accept(2, 3);
        assertThat(woken[0]).isEqualTo(2);
    }

    @Test
    void an_event_is_sent_with_all_that_its_envelope_says() throws Exception {
        accept(0, 1);
        var json = Json.mapper().readTree(feed.item(0).orElseThrow().json());
        assertThat(json.get("type").asText()).isEqualTo("dev.holdfast.trigger.raised.v1");
        assertThat(json.get("scope").asText()).isEqualTo("shop/production");
        assertThat(json.get("data").get("trigger").get("rule").asText())
                .isEqualTo("ShopErrorRatio");
    }

    private void accept(int from, int to) {
        for (int i = from; i < to; i++) {
            Event event = story.raised();
            feed.accept(
                    new Happening(
                            Topic.TRIGGERS,
                            0,
                            i,
                            new Envelope<>(
                                    "e" + i,
                                    ShopStory.SHOP,
                                    START,
                                    1,
                                    null,
                                    null,
                                    null,
                                    null,
                                    event)));
        }
    }
}
