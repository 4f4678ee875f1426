package dev.holdfast.detector.flow.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.detector.flow.samples.Arrival;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the watches see, in the stream of the key.
class DeploymentsTest {
    private static final Scope SHOP = Scope.of("shop", "local");

    private final MapMemory memory = new MapMemory();
    private final List<Envelope<TriggerEvent>> said = new ArrayList<>();
    private KeyStream stream = KeyStream.open(SHOP, memory);
    private long now = Shop.BEGIN;

    @BeforeEach
    void a_clock() {
        stream.take(new Arrival.Tick(now));
        sees("1", "running");
        assertThat(kinds()).containsExactly("image.seen 1");
        said.clear();
    }

    private Arrival.Signal seen(String release, String state) {
        now += 1_000;
        return new Arrival.Signal(
                "image " + now,
                "image.seen",
                Map.of("component", "backend", "release", release, "state", state, "commit", "abc"),
                now);
    }

    private void sees(String release, String state) {
        said.addAll(stream.take(seen(release, state)));
    }

    private void tells(String kind, String release) {
        now += 1_000;
        var attributes = new HashMap<>(Map.of("component", "backend", "release", release));
        said.addAll(stream.take(new Arrival.Signal("ci " + now, kind, attributes, now)));
    }

    private void restarts() {
        stream = KeyStream.open(SHOP, memory);
    }

    private List<String> kinds() {
        return said.stream()
                .map(e -> (SignalAccepted) e.data())
                .map(s -> s.kind() + " " + s.attributes().get("release"))
                .toList();
    }

    @Test
    void a_new_image_is_told_as_a_deployment_and_a_series_too() {
        sees("2", "rolling");
        sees("2", "running");
        assertThat(kinds()).containsExactly("deployment.started 2", "deployment.finished 2");
        SignalAccepted finished = (SignalAccepted) said.getLast().data();
        assertThat(finished.attributes())
                .containsEntry("component", "backend")
                .containsEntry("commit", "abc")
                .doesNotContainKey("state");
        assertThat(finished.at().toEpochMilli()).isEqualTo(now);
        assertThat(said).extracting(Envelope::sequence).containsExactly(2L, 3L);
    }

    @Test
    void a_restart_tells_nothing_again_and_finds_what_came_meanwhile() {
        restarts();
        sees("1", "running");
        assertThat(kinds()).isEmpty();
        restarts();
        sees("2", "running");
        assertThat(kinds()).containsExactly("deployment.finished 2");
    }

    @Test
    void a_repeated_record_and_a_second_watch_tell_nothing_more() {
        Arrival.Signal look = seen("2", "rolling");
        said.addAll(stream.take(look));
        restarts();
        said.addAll(stream.take(look));
        sees("2", "rolling");
        assertThat(kinds()).containsExactly("deployment.started 2");
    }

    /// The key moves from an instance whose clock is two seconds ahead to one that is right.
    @Test
    void a_look_that_seemed_old_is_told_when_it_is_said_again() {
        now += 2_000;
        sees("1", "running");
        now -= 3_000;
        sees("2", "running");
        assertThat(kinds()).isEmpty();
        now += 60_000;
        sees("2", "running");
        assertThat(kinds()).containsExactly("deployment.finished 2");
    }

    @Test
    void a_ci_is_heard_and_the_watch_is_silent_about_its_release() {
        tells("deployment.started", "2");
        restarts();
        sees("2", "rolling");
        sees("2", "running");
        tells("deployment.finished", "2");
        sees("3", "running");
        assertThat(kinds())
                .containsExactly(
                        "deployment.started 2", "deployment.finished 2", "deployment.finished 3");
    }

    @Test
    void what_makes_no_sense_is_a_signal_like_any_other() {
        said.addAll(
                stream.take(
                        new Arrival.Signal(
                                "x",
                                "image.seen",
                                Map.of("component", "backend", "release", "9", "state", "?"),
                                ++now)));
        assertThat(kinds()).containsExactly("image.seen 9");
        sees("1", "running");
        assertThat(said).hasSize(1);
    }
}
