@NullMarked
package dev.holdfast.detector.io.rounds;

import org.jspecify.annotations.NullMarked;
