/// Atlassian Statuspage.
@NullMarked
package dev.holdfast.notifier.io.statuspage;

import org.jspecify.annotations.NullMarked;
