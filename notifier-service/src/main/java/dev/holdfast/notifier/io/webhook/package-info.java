/// The channel that speaks Standard Webhooks over HTTP.
@NullMarked
package dev.holdfast.notifier.io.webhook;

import org.jspecify.annotations.NullMarked;
