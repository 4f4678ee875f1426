/// Reading Prometheus endpoints.
@NullMarked
package dev.holdfast.detector.io.scrape;

import org.jspecify.annotations.NullMarked;
