/// Orders the steps: load, ask the domain, save, tell, act. Holds the ports beside who uses them.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.flow;
