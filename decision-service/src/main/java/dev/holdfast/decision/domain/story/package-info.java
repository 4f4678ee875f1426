/// The timeline of one incident, for people.
@org.jspecify.annotations.NullMarked
package dev.holdfast.decision.domain.story;
