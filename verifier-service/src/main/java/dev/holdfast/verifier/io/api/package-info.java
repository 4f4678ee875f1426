/// What people and other services may ask this service over HTTP.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.api;
