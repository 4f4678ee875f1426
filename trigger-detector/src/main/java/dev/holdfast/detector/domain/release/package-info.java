/// Which release of a component runs, from what its watch sees and what others tell.
@NullMarked
package dev.holdfast.detector.domain.release;

import org.jspecify.annotations.NullMarked;
