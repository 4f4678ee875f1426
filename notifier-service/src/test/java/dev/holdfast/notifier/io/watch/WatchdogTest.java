package dev.holdfast.notifier.io.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.plan.Address.PagerDutyAddress;
import dev.holdfast.notifier.domain.plan.Address.WebhookAddress;
import dev.holdfast.notifier.io.FakeHttp;
import dev.holdfast.notifier.io.FakeHttp.Answer;
import dev.holdfast.notifier.io.Letters;
import dev.holdfast.notifier.io.pagerduty.PagerDutyChannel;
import dev.holdfast.notifier.io.webhook.WebhookChannel;

import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

class WatchdogTest {
    private final AtomicBoolean broker = new AtomicBoolean(true);
    private final AtomicBoolean database = new AtomicBoolean(true);
    private final FakeHttp outside = new FakeHttp(_ -> Answer.of(202, Map.of("status", "success")));
    private Instant now = Instant.parse("2026-11-20T03:00:00Z");
    private final Watchdog dog =
            new Watchdog(
                    Map.of("broker", broker::get, "database", database::get),
                    List.of(
                            Alarm.of(
                                    new WebhookChannel(Letters.http(), Letters.secrets("t")),
                                    new WebhookAddress(
                                            outside.url("/hook"), null, Letters.PATIENCE)),
                            Alarm.of(
                                    new PagerDutyChannel(Letters.http(), Letters.secrets("t")),
                                    new PagerDutyAddress(
                                            outside.url("/"), Letters.TOKEN, Letters.PATIENCE))),
                    "home",
                    () -> now);

    @AfterEach
    void close() {
        outside.close();
    }

    @Test
    void after_fifteen_seconds_without_the_broker_somebody_is_paged_once() {
        broker.set(false);
        passes(Watchdog.PATIENCE.minusMillis(1));
        assertThat(outside.asked()).isEmpty();
        passes(Duration.ofMillis(1));
        passes(Duration.ofMinutes(5));
        assertThat(outside.asked("POST", "/hook"))
                .singleElement()
                .satisfies(a -> assertThat(a.body()).contains("has lost its broker", "(home)"));
        assertThat(outside.asked("POST", "/v2/enqueue"))
                .singleElement()
                .satisfies(a ->
                        assertThat(a.json().path("event_action").asText()).isEqualTo("trigger"));

        broker.set(true);
        passes(Duration.ofSeconds(2));
        passes(Duration.ofMinutes(5));
        assertThat(outside.asked("POST", "/hook")).hasSize(2);
        assertThat(outside.asked("POST", "/hook").getLast().body()).contains("has its broker back");
    }

    @Test
    void a_short_gap_is_nobodys_business() {
        database.set(false);
        passes(Duration.ofSeconds(14));
        database.set(true);
        passes(Duration.ofSeconds(2));
        database.set(false);
        passes(Duration.ofSeconds(14));
        assertThat(outside.asked()).isEmpty();
    }

    @Test
    void what_cannot_be_told_is_tried_again_with_the_same_id() {
        outside.fails(Answer.text(503, "down"));
        database.set(false);
        passes(Duration.ofSeconds(16));
        passes(Duration.ofSeconds(2));
        assertThat(outside.asked("POST", "/hook"))
                .hasSize(2)
                .extracting(a -> a.header("webhook-id"))
                .containsOnly(outside.asked("POST", "/hook").getFirst().header("webhook-id"));
    }

    @Test
    void neither_an_alarm_that_breaks_nor_a_part_that_does_ends_the_watch() {
        List<String> told = new ArrayList<>();
        Watchdog watching =
                new Watchdog(
                        Map.of(
                                "broker",
                                broker::get,
                                "database",
                                () -> {
                                    throw new IllegalStateException("the pool is closed");
                                }),
                        List.of(
                                _ -> {
                                    throw new IllegalArgumentException("URI with undefined scheme");
                                },
                                letter -> {
                                    told.add(letter.subject());
                                    return new Delivered("ok");
                                }),
                        "home",
                        () -> now);
        broker.set(false);
        watching.look();
        now = now.plus(Watchdog.PATIENCE);
        watching.look();
        assertThat(told)
                .hasSize(2)
                .anySatisfy(s -> assertThat(s).contains("has lost its broker"))
                .anySatisfy(s -> assertThat(s).contains("has lost its database"));
    }

    @Test
    void a_broker_that_is_not_there_does_not_answer() {
        try (BrokerPulse pulse =
                new BrokerPulse(Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1")))) {
            assertThat(pulse.getAsBoolean()).isFalse();
        }
    }

    private void passes(Duration time) {
        dog.look();
        now = now.plus(time);
        dog.look();
    }
}
