/// The PromQL grammar: text to a typed, positioned syntax tree. A library of its own.
@NullMarked
package dev.holdfast.detector.domain.promql;

import org.jspecify.annotations.NullMarked;
