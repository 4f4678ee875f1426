package dev.holdfast.executor.domain.plan;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;

import org.jspecify.annotations.Nullable;

/// What a plan is about.
///
/// @param packDigest the version of the pack that it was made from
public record Subject(
        String rollback,
        String incident,
        Scope scope,
        String packDigest,
        String runbook,
        @Nullable Release from,
        Release to) {}
