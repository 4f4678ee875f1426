/// Asks HTTP servers: one plain exchange a question, whole or not at all.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.http;
