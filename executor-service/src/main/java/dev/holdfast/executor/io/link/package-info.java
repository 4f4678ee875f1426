/// Release links, switched atomically.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.link;
