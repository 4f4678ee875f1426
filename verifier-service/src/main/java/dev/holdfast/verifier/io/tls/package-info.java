/// Looks at the certificates of TLS servers.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.tls;
