package dev.holdfast.executor.domain.rollback;

import java.time.Instant;

/// The one rollback that acts on a scope now.
public record Holder(String rollback, String incident, Instant since) {}
