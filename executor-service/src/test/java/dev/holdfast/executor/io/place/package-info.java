@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.place;
