/// Where a reader of the live stream stands, and what it wants to see.
@NullMarked
package dev.holdfast.notifier.domain.stream;

import org.jspecify.annotations.NullMarked;
