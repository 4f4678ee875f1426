package dev.holdfast.cli.output;

/// How a result is printed.
public enum Format {
    /// A table for people.
    TABLE,
    /// A table with more columns.
    WIDE,
    JSON,
    YAML
}
