@NullMarked
package dev.holdfast.detector.domain.release;

import org.jspecify.annotations.NullMarked;
