/// The API of people.
@org.jspecify.annotations.NullMarked
package dev.holdfast.decision.io.http;
