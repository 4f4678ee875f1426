/// How single findings become a verdict: holds, windows, required and advisory, one pure machine.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.domain.stage;
