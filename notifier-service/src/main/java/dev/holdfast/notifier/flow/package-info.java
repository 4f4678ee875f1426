/// The order of the notifier's work: load, ask the domain, save, tell.
@NullMarked
package dev.holdfast.notifier.flow;

import org.jspecify.annotations.NullMarked;
