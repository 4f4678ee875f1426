/// Bad input: whatever comes, the answer is a list of problems, in bounded time.
@org.jspecify.annotations.NullMarked
package dev.holdfast.trials.fuzz;
