/// PostgreSQL: statements, backups, restores.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.postgres;
