/// What monitoring is told while a rollback runs: silences that end by themselves, marks on dashboards.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.monitoring;
