package dev.holdfast.notifier.io.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.notifier.ShopStory;
import dev.holdfast.notifier.domain.stream.Filter;
import dev.holdfast.notifier.domain.stream.Happening;
import dev.holdfast.notifier.domain.stream.Interest;
import dev.holdfast.notifier.flow.LiveFeed;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

class BrowserTest {
    private static final Instant START = Instant.parse("2026-11-20T14:00:00Z");

    private final LiveFeed feed =
            new LiveFeed(
                    16,
                    (_, e) -> {
                        throw e;
                    });

    @Test
    void a_reader_that_breaks_is_sent_away_and_the_others_hear_on() {
        feed.complete();
        Reader broken =
                read(_ -> {
                    throw new IllegalStateException("the database is away");
                });
        List<Reader> others = List.of(read(_ -> true), read(_ -> true), read(_ -> true));
        happens(1);
        happens(2);
        assertThat(broken.over).isTrue();
        assertThat(feed.readers()).isEqualTo(3);
        assertThat(others)
                .allSatisfy(r ->
                        assertThat(r.heard)
                                .anyMatch(f -> f.contains("e1"))
                                .anyMatch(f -> f.contains("e2")));
    }

    private Reader read(Predicate<Scope> allowed) {
        Reader reader = new Reader();
        new Browser(
                        feed,
                        new Interest(null, null, allowed, Filter.NONE),
                        reader,
                        feed.news(),
                        feed.reached(),
                        () -> {})
                .begin();
        return reader;
    }

    private void happens(int n) {
        feed.accept(
                new Happening(
                        Topic.TRIGGERS,
                        0,
                        n,
                        new Envelope<>(
                                "e" + n,
                                ShopStory.SHOP,
                                START,
                                n,
                                null,
                                null,
                                null,
                                null,
                                ShopStory.at(START).raised())));
    }

    private static final class Reader implements Subscriber<byte[]> {
        private final List<String> heard = new ArrayList<>();
        private boolean over;

        @Override
        public void onSubscribe(Subscription s) {
            s.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(byte[] frame) {
            heard.add(new String(frame, StandardCharsets.UTF_8));
        }

        @Override
        public void onError(Throwable e) {
            throw new AssertionError(e);
        }

        @Override
        public void onComplete() {
            over = true;
        }
    }
}
