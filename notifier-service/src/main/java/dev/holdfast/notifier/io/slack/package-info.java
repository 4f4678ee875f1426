/// Slack: the Web API and incoming webhooks.
@NullMarked
package dev.holdfast.notifier.io.slack;

import org.jspecify.annotations.NullMarked;
