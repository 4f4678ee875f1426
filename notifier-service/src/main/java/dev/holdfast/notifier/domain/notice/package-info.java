/// One notice on its way to one channel, and when to try again.
@NullMarked
package dev.holdfast.notifier.domain.notice;

import org.jspecify.annotations.NullMarked;
