/// Conditions of decisions.yml: CEL with types, limits and positions.
@org.jspecify.annotations.NullMarked
package dev.holdfast.decision.domain.condition;
