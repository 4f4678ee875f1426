package dev.holdfast.verifier.io.backup;

import java.util.Map;

/// What came out of a backup.
///
/// @param rows by table, of a PostgreSQL dump
record Contents(long bytes, Map<String, Long> rows) {}
