/// PagerDuty Events API v2.
@NullMarked
package dev.holdfast.notifier.io.pagerduty;

import org.jspecify.annotations.NullMarked;
