/// The whole service over a real broker and a real database.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.whole;
