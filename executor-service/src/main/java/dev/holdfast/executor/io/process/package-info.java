/// Programs: as argument lists, never through a shell.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.process;
