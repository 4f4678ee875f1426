/// The HTTP API of Prometheus over one system's windows.
@NullMarked
package dev.holdfast.detector.io.prometheus;

import org.jspecify.annotations.NullMarked;
