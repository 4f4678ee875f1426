/// Kinds of actions with targets of their own, whose effects can be counted from outside.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.whole.specimen;
