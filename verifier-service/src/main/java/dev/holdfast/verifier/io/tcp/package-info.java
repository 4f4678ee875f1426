/// Tries TCP connections.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.tcp;
