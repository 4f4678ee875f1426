/// The channel that writes structured lines to the service's log.
@NullMarked
package dev.holdfast.notifier.io.log;

import org.jspecify.annotations.NullMarked;
