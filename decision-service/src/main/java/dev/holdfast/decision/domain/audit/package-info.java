/// The record that shows when it was touched.
@org.jspecify.annotations.NullMarked
package dev.holdfast.decision.domain.audit;
