/// Asks many targets at once, so that one that hangs delays nobody else.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.probe;
