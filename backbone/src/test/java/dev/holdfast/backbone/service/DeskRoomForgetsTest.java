package dev.holdfast.backbone.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Scope;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// What drills left goes after its time, over the real database.
final class DeskRoomForgetsTest extends InARoom {
    private final Scope drill = new Scope(scope.system(), "production", "d1");
    private final Scope later = new Scope(scope.system(), "production", "d2");

    @Test
    void a_drill_is_forgotten_after_its_time_and_nothing_else_is() {
        send(signal("real", "plain"));
        send(drill, signal("old", "timer"));
        send(later, signal("new", "plain"));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> {
                    assertThat(rows("document", scope)).isEqualTo(1);
                    assertThat(rows("document", drill)).isEqualTo(2);
                    assertThat(rows("document", later)).isEqualTo(1);
                });
        DeskRoom room = rooms.getFirst();
        assertThat(room.forget()).isZero();

        ages(scope, "400 days");
        ages(drill, "7 days 1 second");
        ages(later, "6 days 23 hours 59 minutes");
        var _ =
                database.run(tx ->
                        tx.update("UPDATE inbox SET at = at - interval '8 days' WHERE drill"));
        assertThat(room.forget()).isEqualTo(1);
        for (String table : new String[] {"document", "timer", "scope"}) {
            assertThat(rows(table, drill)).as(table).isZero();
        }
        assertThat(rows("document", scope)).isEqualTo(1);
        assertThat(rows("document", later)).isEqualTo(1);
        assertThat(
                        number(
                                "SELECT count(*) AS n FROM inbox WHERE NOT drill AND id = '%s'"
                                        .formatted(EventId.of("real"))))
                .isEqualTo(1);
        assertThat(number("SELECT count(*) AS n FROM inbox WHERE drill")).isZero();
        assertThat(store.under(RecordingDesk.FORGOTTEN, RecordingDesk.COUNT))
                .containsExactly(new RecordingDesk.Count(1));
        assertThat(room.forget()).isZero();
    }

    @Test
    void of_many_drills_a_thousand_are_forgotten_at_once() {
        var _ =
                database.run(tx ->
                        tx.update(
                                "INSERT INTO scope (key, at) SELECT $1 || n, clock_timestamp() -"
                                        + " interval '8 days' FROM generate_series(1, 1001) AS n",
                                scope.key() + "~d"));
        DeskRoom room = rooms.getFirst();
        assertThat(room.forget()).isEqualTo(1_000);
        assertThat(room.forget()).isEqualTo(1);
    }

    private void ages(Scope of, String by) {
        long touched =
                database.run(tx ->
                        tx.update(
                                "UPDATE scope SET at = at - $2::interval WHERE key = $1",
                                of.key(),
                                by));
        assertThat(touched).isEqualTo(1);
    }

    private long rows(String table, Scope of) {
        return number("SELECT count(*) AS n FROM %s WHERE key = '%s'".formatted(table, of.key()));
    }

    private long number(String sql) {
        return database.run(tx -> tx.first(sql, r -> r.get("n", Long.class))).orElseThrow();
    }
}
