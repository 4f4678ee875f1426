/// The pure engine: inputs in, transitions out.
@NullMarked
package dev.holdfast.detector.domain.engine;

import org.jspecify.annotations.NullMarked;
