/// Prometheus remote write, 1.0 and 2.0.
@NullMarked
package dev.holdfast.detector.io.remotewrite;

import org.jspecify.annotations.NullMarked;
