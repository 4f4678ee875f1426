/// Unpacks backups and counts what they hold.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.backup;
