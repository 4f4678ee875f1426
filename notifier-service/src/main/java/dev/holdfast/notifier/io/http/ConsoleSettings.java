package dev.holdfast.notifier.io.http;

import java.net.URI;
import java.time.InstantSource;

/// What the console needs to know.
///
/// @param decision address of decision-service
/// @param detector address of trigger-detector
public record ConsoleSettings(URI decision, URI detector, InstantSource clock) {}
