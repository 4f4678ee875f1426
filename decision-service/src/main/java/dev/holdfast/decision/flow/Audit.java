package dev.holdfast.decision.flow;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.audit.AuditEntry;
import dev.holdfast.decision.domain.audit.AuditHead;

import org.erdtman.jcs.JsonCanonicalizer;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes the audit: every event that we read or write and every command, in one chain a scope, in
/// the transaction of what it records.
final class Audit {
    private Audit() {}

    static void append(Work work, String kind, String id, Object body) {
        AuditHead head = work.find(Shelves.AUDIT_HEADS, Shelves.ONLY).orElse(AuditHead.NONE);
        AuditEntry entry = AuditEntry.after(head, work.now(), kind, id, canonical(body));
        work.put(Shelves.AUDIT, key(entry.number()), entry);
        work.put(Shelves.AUDIT_HEADS, Shelves.ONLY, entry.head());
    }

    /// Sorts as the numbers do.
    static String key(long number) {
        return "%012d".formatted(number);
    }

    private static String canonical(Object body) {
        try {
            return new JsonCanonicalizer(Json.text(body)).getEncodedString();
        } catch (IOException e) {
            throw new UncheckedIOException("What we wrote ourselves is no JSON", e);
        }
    }
}
