@NullMarked
package dev.holdfast.detector.domain.slo;

import org.jspecify.annotations.NullMarked;
