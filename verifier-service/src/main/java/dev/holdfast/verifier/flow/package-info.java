/// Orders the steps: a request becomes a verification, polls become findings, findings a verdict.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.flow;
