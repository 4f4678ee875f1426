/// Tests of this room.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.flag;
