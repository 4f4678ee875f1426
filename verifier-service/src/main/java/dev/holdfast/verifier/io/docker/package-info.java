/// Reads the state and the logs of containers from Docker.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.docker;
