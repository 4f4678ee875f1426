/// Reads `checks.yml`, so that every mistake is told with its place.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.domain.file;
