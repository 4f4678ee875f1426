/// Where secrets are found.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.secret;
