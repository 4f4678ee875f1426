/// Docker Compose: images by override file, services, health.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.compose;
