/// What the picture of everything looks like in numbers, for dashboards and alerts.
@NullMarked
package dev.holdfast.notifier.io.metrics;

import org.jspecify.annotations.NullMarked;
