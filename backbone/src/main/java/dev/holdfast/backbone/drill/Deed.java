package dev.holdfast.backbone.drill;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One thing that is done in a drill, in the order of the file.
public sealed interface Deed {
    /// A real fault in the pack's lab: the lab knows what `act` means.
    record Act(String act, Map<String, String> with) implements Deed {}

    /// A signal, as a pipeline or a person would send it.
    record Signal(String kind, Map<String, String> attributes) implements Deed {}

    /// Synthetic series in promtool's notation, one value an interval, sent as OTLP.
    ///
    /// @param every the interval
    record Feed(List<Series> series, Duration every) implements Deed {}

    /// @param name with labels, as Prometheus writes it
    /// @param values in promtool's notation, such as `0+5x60`
    record Series(String name, String values) {}

    /// Waits until an event of this type is seen under the drill's key, `rollback.started` for example.
    record Await(String event) implements Deed {}

    /// Ends a service of the house by SIGKILL; its supervisor starts it again. Only in a house on this
    /// machine, and only while no system of it has a real incident.
    ///
    /// @param service its short name
    record Kill(String service) implements Deed {}

    /// Time in which nothing is done.
    record Pause(Duration time) implements Deed {}
}
