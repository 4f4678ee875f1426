/// GitHub issues.
@NullMarked
package dev.holdfast.notifier.io.github;

import org.jspecify.annotations.NullMarked;
