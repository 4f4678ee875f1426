/// What is saved before anything is changed.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.evidence;
