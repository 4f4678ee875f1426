package dev.holdfast.notifier.domain.plan;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// One channel of a pack.
///
/// @param drills whether drills may reach it
/// @param giveUp after this a notice counts as failed, at most a day
/// @param fallback the channel told instead, null for none
public record ChannelSpec(
        String name, Address address, boolean drills, Duration giveUp, @Nullable String fallback) {}
