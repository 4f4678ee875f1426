package dev.holdfast.executor.io.glass;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.pack.PackFiles;

import org.jspecify.annotations.Nullable;

/// What somebody does who breaks the glass.
///
/// @param by who it is; recorded as the authority
/// @param reason why; recorded
public record GlassRequest(
        PackFiles pack,
        String environment,
        String runbook,
        @Nullable Release from,
        Release to,
        String by,
        String reason) {}
