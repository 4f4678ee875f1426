/// nginx: its configuration tested, then read again.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.nginx;
