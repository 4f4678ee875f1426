/// Reads the environment that running processes really have.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.environment;
