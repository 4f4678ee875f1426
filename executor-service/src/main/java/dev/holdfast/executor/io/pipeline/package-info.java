/// Pipelines of a CI system: what runs there is stopped, or another is begun.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.pipeline;
