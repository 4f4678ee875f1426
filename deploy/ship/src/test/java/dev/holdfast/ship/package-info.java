/// What is shipped, on the real thing where it is there.
@NullMarked
package dev.holdfast.ship;

import org.jspecify.annotations.NullMarked;
