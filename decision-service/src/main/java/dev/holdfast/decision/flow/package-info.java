/// Orders the steps: load, ask the domain, save, emit.
@org.jspecify.annotations.NullMarked
package dev.holdfast.decision.flow;
