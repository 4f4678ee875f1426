/// Feature flags: the quickest way back.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.flag;
