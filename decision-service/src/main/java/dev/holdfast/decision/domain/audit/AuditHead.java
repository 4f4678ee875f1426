package dev.holdfast.decision.domain.audit;

/// Where a chain ends: the number and hash of its last entry.
public record AuditHead(long number, String hash) {
    /// Of a chain without entries.
    public static final AuditHead NONE = new AuditHead(0, AuditEntry.BEGINNING);
}
