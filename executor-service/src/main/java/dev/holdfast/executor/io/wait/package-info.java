/// Letting time pass.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.wait;
