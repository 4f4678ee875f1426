/// Decides what is done about a problem, and who must agree.
@org.jspecify.annotations.NullMarked
package dev.holdfast.decision;
