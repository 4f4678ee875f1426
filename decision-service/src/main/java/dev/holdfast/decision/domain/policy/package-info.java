/// What decisions.yml says, as records.
@org.jspecify.annotations.NullMarked
package dev.holdfast.decision.domain.policy;
