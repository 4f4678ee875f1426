/// Finds files in the folders that the service itself lists.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.file;
