/// Asks name servers.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.dns;
