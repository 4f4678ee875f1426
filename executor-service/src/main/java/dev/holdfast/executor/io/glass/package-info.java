/// Break-glass: the same engine in one process, with a file for a journal, when everything else is away.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.glass;
