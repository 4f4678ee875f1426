/// Reads the state of workloads and the logs of their pods from Kubernetes.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.kubernetes;
