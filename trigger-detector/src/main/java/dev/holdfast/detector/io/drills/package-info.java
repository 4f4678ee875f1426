/// The way in for drills, with credentials of its own.
@NullMarked
package dev.holdfast.detector.io.drills;

import org.jspecify.annotations.NullMarked;
