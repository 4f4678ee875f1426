package dev.holdfast.executor.domain.rollback;

/// How a run that does not complete ends.
///
/// @param aborted by a person; else it failed
/// @param who the step that failed, or the person who aborted
public record Ending(boolean aborted, String who, String reason) {}
