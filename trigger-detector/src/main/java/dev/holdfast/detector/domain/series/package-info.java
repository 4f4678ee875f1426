/// Labels, matchers, samples and the in-memory series store.
@NullMarked
package dev.holdfast.detector.domain.series;

import org.jspecify.annotations.NullMarked;
