/// Runs of the simulation: many seeds, the same seed twice, and broken variants of the house.
@org.jspecify.annotations.NullMarked
package dev.holdfast.trials.simulation;
