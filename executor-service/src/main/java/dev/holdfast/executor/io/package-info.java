/// Touches the world: a folder for each kind of target.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io;
