/// Pings Redis servers.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.redis;
