package dev.holdfast.detector.domain.engine;

/// What a changelog needs so that the inputs before it can be deleted.
///
/// @param block the samples since the checkpoint before, compressed; keep the blocks in order
/// @param newest time of the newest sample in `block`, so that old blocks can be dropped;
///        `Long.MIN_VALUE` where the block is empty
/// @param state alerts, clock and signal ids; the newest replaces the one before
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to a changelog
public record Checkpoint(byte[] block, long newest, byte[] state) {}
