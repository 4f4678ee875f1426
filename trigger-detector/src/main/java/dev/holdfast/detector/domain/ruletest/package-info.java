/// Runs promtool rule unit-test files.
@NullMarked
package dev.holdfast.detector.domain.ruletest;

import org.jspecify.annotations.NullMarked;
