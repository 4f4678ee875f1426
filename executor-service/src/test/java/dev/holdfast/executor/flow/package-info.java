@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.flow;
