package dev.holdfast.notifier.domain.stream;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Topic;

/// An event with the place where it lies.
public record Happening(Topic topic, int partition, long offset, Envelope<Event> event) {}
