/// What is asked of the world and how its answer is judged: one small record a kind of check.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.domain.check;
