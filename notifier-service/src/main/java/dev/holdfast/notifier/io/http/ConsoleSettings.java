package dev.holdfast.notifier.io.http;

import java.net.URI;
import java.time.InstantSource;

/// What the console needs to know.
///
/// @param decision address of decision-service
public record ConsoleSettings(URI decision, InstantSource clock) {}
