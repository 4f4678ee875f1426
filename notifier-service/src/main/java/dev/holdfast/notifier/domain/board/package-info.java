/// The console's picture of all systems and incidents, folded from the events.
@NullMarked
package dev.holdfast.notifier.domain.board;

import org.jspecify.annotations.NullMarked;
