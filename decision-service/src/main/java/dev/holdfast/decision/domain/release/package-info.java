/// Which release runs where, and which of them have held.
@org.jspecify.annotations.NullMarked
package dev.holdfast.decision.domain.release;
