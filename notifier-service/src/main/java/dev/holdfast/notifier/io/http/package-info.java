/// The HTTP endpoints: console, notices, projection, and the blind proxy for decisions.
@NullMarked
package dev.holdfast.notifier.io.http;

import org.jspecify.annotations.NullMarked;
