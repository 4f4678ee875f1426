/// Random expressions and series, judged by a real Prometheus.
@NullMarked
package dev.holdfast.detector.domain.differential;

import org.jspecify.annotations.NullMarked;
