/// What notifications.yml says, read with positions.
@NullMarked
package dev.holdfast.notifier.domain.plan;

import org.jspecify.annotations.NullMarked;
