/// Limits of time, of concurrency and of insistence around every target.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.guard;
