/// Reads the young lines of log files.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.log;
