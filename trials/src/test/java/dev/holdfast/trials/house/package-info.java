/// Rules of the house that hold for every module.
@org.jspecify.annotations.NullMarked
package dev.holdfast.trials.house;
