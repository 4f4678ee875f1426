/// Jira issues.
@NullMarked
package dev.holdfast.notifier.io.jira;

import org.jspecify.annotations.NullMarked;
