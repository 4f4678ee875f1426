/// Alerts of others: Alertmanager's API v2, so that a Prometheus can send to us, and its webhook.
@NullMarked
package dev.holdfast.detector.io.alertmanager;

import org.jspecify.annotations.NullMarked;
