/// Samples and rule tests that lie in files.
@NullMarked
package dev.holdfast.detector.io.recorded;

import org.jspecify.annotations.NullMarked;
