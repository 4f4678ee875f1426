/// Asking a person.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.ask;
