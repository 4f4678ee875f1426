/// verifier-service: proof that a system is healed, and evidence for it.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier;
