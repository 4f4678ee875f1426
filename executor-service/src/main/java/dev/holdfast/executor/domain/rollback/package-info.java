/// One durable run of a plan: its states, its steps, its journal, and what to do next.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.domain.rollback;
