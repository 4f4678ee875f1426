/// Who is told: the tree of routes, what mutes, what is only a repetition.
@NullMarked
package dev.holdfast.notifier.domain.route;

import org.jspecify.annotations.NullMarked;
