/// What is done in a Kubernetes cluster. Every write carries the version that was read, so what
/// somebody else has changed meanwhile is never overwritten, and leaves the key of its effect on the
/// object, so that after a crash one look tells whether it was done.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.kubernetes;
