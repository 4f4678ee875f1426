/// The whole house in one thread, under faults that one seed chooses: the five services' own domain
/// and flow code over topics, tables, clocks and targets in memory. What must always hold is checked
/// after every event, that everything ends is checked at the end.
@org.jspecify.annotations.NullMarked
package dev.holdfast.trials.simulation;
