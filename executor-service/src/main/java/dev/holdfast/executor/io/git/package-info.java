/// git: a work tree, single files, follow-up commits.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.git;
