/// Go's text templates with Prometheus' functions: what `{{ }}` in labels and annotations means.
@NullMarked
package dev.holdfast.detector.domain.template;

import org.jspecify.annotations.NullMarked;
