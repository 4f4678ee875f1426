/// The ports of `work` in memory: one thread, a clock that is set, and crashes where we want them.
@org.jspecify.annotations.NullMarked
package dev.holdfast.backbone.memory;
