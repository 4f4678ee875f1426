/// Incremental evaluation: plans over slots, chunk cursors and two-stack windows.
@NullMarked
package dev.holdfast.detector.domain.window;

import org.jspecify.annotations.NullMarked;
