/// One incident as a pure state machine over events and time.
@org.jspecify.annotations.NullMarked
package dev.holdfast.decision.domain.incident;
