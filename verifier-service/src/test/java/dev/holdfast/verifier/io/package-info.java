/// Real askers before real and broken targets.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io;
