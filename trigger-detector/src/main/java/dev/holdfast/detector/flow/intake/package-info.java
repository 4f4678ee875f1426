/// The door: what comes in is matched to its systems here, once, and appended to the log.
@NullMarked
package dev.holdfast.detector.flow.intake;

import org.jspecify.annotations.NullMarked;
