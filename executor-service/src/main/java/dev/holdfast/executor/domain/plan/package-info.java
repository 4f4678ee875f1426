/// Plans: exactly what a rollback would do now, the state that this rests on, and one hash over it.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.domain.plan;
