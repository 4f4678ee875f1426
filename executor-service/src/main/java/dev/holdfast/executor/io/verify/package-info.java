/// Asking verifier-service for a verdict.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.verify;
