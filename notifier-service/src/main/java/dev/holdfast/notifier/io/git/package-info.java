/// Notices as commits of a git repository.
@NullMarked
package dev.holdfast.notifier.io.git;

import org.jspecify.annotations.NullMarked;
