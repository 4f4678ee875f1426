/// The actions in a cluster, on a real API server.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.kubernetes;
