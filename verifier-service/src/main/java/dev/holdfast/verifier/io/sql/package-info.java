/// Asks PostgreSQL, in a read-only transaction.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.sql;
