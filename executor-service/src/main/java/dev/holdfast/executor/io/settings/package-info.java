/// Environment variables in files.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.settings;
