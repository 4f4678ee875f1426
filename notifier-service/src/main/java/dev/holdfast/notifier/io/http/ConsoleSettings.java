package dev.holdfast.notifier.io.http;

import java.net.URI;
import java.time.InstantSource;

/// What the console needs to know.
///
/// @param decision address of decision-service
/// @param detector address of trigger-detector
/// @param console where people reach the console, without a slash at the end
public record ConsoleSettings(URI decision, URI detector, String console, InstantSource clock) {}
