/// Microsoft Teams.
@NullMarked
package dev.holdfast.notifier.io.teams;

import org.jspecify.annotations.NullMarked;
