package dev.holdfast.backbone.events;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Every topic of Holdfast, declared once: created from here, checked against here.
///
/// Keys are `system/environment`, so everything about one is in order. Partitions of our five topics
/// are equal, so that one key has the same partition number on each.
public enum Topic {
    TRIGGERS("holdfast.triggers", TriggerEvent.class, 8, Duration.ofDays(30), false),
    INCIDENTS("holdfast.incidents", IncidentEvent.class, 8, Duration.ofDays(365), false),
    ROLLBACKS("holdfast.rollbacks", RollbackEvent.class, 8, Duration.ofDays(365), false),
    VERIFICATIONS("holdfast.verifications", VerificationEvent.class, 8, Duration.ofDays(90), false),
    NOTIFICATIONS("holdfast.notifications", NotificationEvent.class, 8, Duration.ofDays(90), false),
    /// Whole packs, newest per system, as JSON; written by decision-service.
    PACKS("holdfast.packs", null, 1, Duration.ofDays(3650), true),
    /// Signed checkpoints of the audit, where no right in the database reaches; decision-service's.
    CHECKPOINTS("holdfast.checkpoints", null, 1, Duration.ofDays(3650), false),
    /// The detector's matched input: batches of samples, ticks, signals, pack switches.
    SAMPLES("holdfast.samples", null, 8, Duration.ofHours(6), false),
    /// Samples that came too late to count, as batches under their key; written by the detector.
    LATE("holdfast.late", null, 8, Duration.ofDays(7), false),
    /// OTLP protobuf as the OpenTelemetry Collector writes it, any key.
    OTLP("holdfast.otlp", null, 8, Duration.ofHours(6), false),
    /// CloudEvents about deployments, complaints, findings; any key.
    SIGNALS("holdfast.signals", null, 4, Duration.ofDays(7), false),
    /// Synthetic failures; its own ACL, since the way in is what marks a drill.
    DRILLS("holdfast.drills", null, 1, Duration.ofDays(7), false),
    /// Unreadable records of the outside inputs, with the cause in their headers.
    DEAD_LETTERS("holdfast.dead-letters", null, 1, Duration.ofDays(30), false);

    private final String title;
    private final @Nullable Class<? extends Event> family;
    private final int partitions;
    private final Duration retention;
    private final boolean compacted;

    Topic(
            String title,
            @Nullable Class<? extends Event> family,
            int partitions,
            Duration retention,
            boolean compacted) {
        this.title = title;
        this.family = family;
        this.partitions = partitions;
        this.retention = retention;
        this.compacted = compacted;
    }

    /// The name on the broker.
    public String title() {
        return title;
    }

    /// The sealed family of its events; null for topics that carry something else.
    public @Nullable Class<? extends Event> family() {
        return family;
    }

    public int partitions() {
        return partitions;
    }

    public Duration retention() {
        return retention;
    }

    public boolean compacted() {
        return compacted;
    }

    /// Whether its records carry the broker's time, not the sender's: the detector's clock is in
    /// that log, and no host's clock may move it.
    public boolean brokerTime() {
        return this == SAMPLES;
    }

    public static Optional<Topic> named(String title) {
        return Arrays.stream(values()).filter(t -> t.title.equals(title)).findFirst();
    }
}
