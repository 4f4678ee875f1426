/// What is written when an incident is over: report, post-mortem, invitation, and figures over many.
@NullMarked
package dev.holdfast.notifier.domain.report;

import org.jspecify.annotations.NullMarked;
