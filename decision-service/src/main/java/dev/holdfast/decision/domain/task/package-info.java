/// What people owe an incident: checklists before, during and after a rollback, and follow-ups.
@org.jspecify.annotations.NullMarked
package dev.holdfast.decision.domain.task;
