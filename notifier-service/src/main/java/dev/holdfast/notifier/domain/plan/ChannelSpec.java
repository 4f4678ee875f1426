package dev.holdfast.notifier.domain.plan;

import dev.holdfast.notifier.domain.route.Quiet;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// One channel of a pack.
///
/// @param drills whether drills may reach it
/// @param giveUp after this a notice counts as failed, at most a day
/// @param fallback the channel told instead, null for none
/// @param quiet hours in which only the urgent is told, null for none
/// @param drafts true where what is written for people outside waits until a person releases it
public record ChannelSpec(
        String name,
        Address address,
        boolean drills,
        Duration giveUp,
        @Nullable String fallback,
        @Nullable Quiet quiet,
        boolean drafts) {}
