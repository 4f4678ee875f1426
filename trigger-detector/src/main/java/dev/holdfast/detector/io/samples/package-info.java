/// Records of `holdfast.samples` as bytes, and their producer.
@NullMarked
package dev.holdfast.detector.io.samples;

import org.jspecify.annotations.NullMarked;
