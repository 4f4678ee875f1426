/// Drills: what is done, what came of it, and how that compares with what must come of it.
@NullMarked
package dev.holdfast.cli.drill;

import org.jspecify.annotations.NullMarked;
