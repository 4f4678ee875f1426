package dev.holdfast.executor.domain.rollback;

/// Why an order is not carried out.
///
/// @param kind `authority`, `hash`, `late`, `busy`, `halted`, `changed` or `lab`
public record Refusal(String kind, String reason) {}
