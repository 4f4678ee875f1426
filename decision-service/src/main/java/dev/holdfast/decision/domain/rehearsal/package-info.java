/// Decisions tried without any service: a policy, a script of events and times, and a world that
/// answers as it is told.
@org.jspecify.annotations.NullMarked
package dev.holdfast.decision.domain.rehearsal;
