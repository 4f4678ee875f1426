/// Puts questions from elsewhere: another machine over SSH, a container, a pod.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.place;
