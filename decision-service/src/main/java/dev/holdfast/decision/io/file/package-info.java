/// Signed checkpoints of the audit, in a folder outside the database.
@org.jspecify.annotations.NullMarked
package dev.holdfast.decision.io.file;
