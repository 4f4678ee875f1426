/// The stream of one key: from what the log carries to what the others are told.
@NullMarked
package dev.holdfast.detector.flow.stream;

import org.jspecify.annotations.NullMarked;
