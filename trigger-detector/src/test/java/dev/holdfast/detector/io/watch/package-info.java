@NullMarked
package dev.holdfast.detector.io.watch;

import org.jspecify.annotations.NullMarked;
