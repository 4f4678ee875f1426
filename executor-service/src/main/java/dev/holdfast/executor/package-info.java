/// executor-service: how is it done, step by step, each effect once?
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor;
