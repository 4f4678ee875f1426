/// The plain evaluator of PromQL: reference, query API and referee of the incremental windows.
@NullMarked
package dev.holdfast.detector.domain.exact;

import org.jspecify.annotations.NullMarked;
