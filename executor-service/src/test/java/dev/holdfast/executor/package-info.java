/// What executor-service promises, told as stories.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor;
