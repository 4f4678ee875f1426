/// What all channels have in common, and what keeps them from hindering each other.
@NullMarked
package dev.holdfast.notifier.io.channel;

import org.jspecify.annotations.NullMarked;
