/// The contract of the event streams, generated from the records that are the events.
@NullMarked
package dev.holdfast.notifier.domain.contract;

import org.jspecify.annotations.NullMarked;
