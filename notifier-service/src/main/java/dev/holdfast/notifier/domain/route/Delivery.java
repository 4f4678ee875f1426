package dev.holdfast.notifier.domain.route;

import java.time.Duration;

/// One channel that is to be told.
///
/// @param group how long to collect before telling; zero for at once
/// @param repeat the same words are not said again within
public record Delivery(String channel, Audience audience, Duration group, Duration repeat) {}
