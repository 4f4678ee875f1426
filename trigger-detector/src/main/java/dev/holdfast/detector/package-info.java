/// trigger-detector: is something wrong?
@org.jspecify.annotations.NullMarked
package dev.holdfast.detector;
