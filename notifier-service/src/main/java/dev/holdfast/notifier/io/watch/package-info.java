/// Looks after what this service itself stands on.
@NullMarked
package dev.holdfast.notifier.io.watch;

import org.jspecify.annotations.NullMarked;
