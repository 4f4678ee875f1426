/// What the house takes, measured from outside on the real broker and database: time to be up,
/// memory, time from a bad sample to the first step. docs/performance.md holds the figures.
@NullMarked
package dev.holdfast.trials.measure;

import org.jspecify.annotations.NullMarked;
