/// notifier-service: the right people know, once, in time; the console and the live stream.
@NullMarked
package dev.holdfast.notifier;

import org.jspecify.annotations.NullMarked;
