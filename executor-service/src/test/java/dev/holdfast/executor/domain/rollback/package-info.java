@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.domain.rollback;
