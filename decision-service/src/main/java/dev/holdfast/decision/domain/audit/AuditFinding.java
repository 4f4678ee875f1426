package dev.holdfast.decision.domain.audit;

/// A place where a chain does not fit.
///
/// @param number the entry at which it shows
public record AuditFinding(String scope, long number, String what) {}
