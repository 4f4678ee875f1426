/// What speaks Alertmanager's webhook.
@NullMarked
package dev.holdfast.notifier.io.alertmanager;

import org.jspecify.annotations.NullMarked;
