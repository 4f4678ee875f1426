/// What lies on `holdfast.samples`, and the port that appends to it.
@NullMarked
package dev.holdfast.detector.flow.samples;

import org.jspecify.annotations.NullMarked;
