/// Records from outside that nobody could read.
@NullMarked
package dev.holdfast.notifier.io.dead;

import org.jspecify.annotations.NullMarked;
