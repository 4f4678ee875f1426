/// Connects to what a pack allows, to exactly the address that was checked, and to nothing else.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.net;
